import { endpoint } from 'twelvefold'
import { deleteOwnUser } from '#contracts/auth'
import { erase } from './erasure.ts'
import { requireLiveToken } from './live-token.ts'

export const handler = endpoint(deleteOwnUser, async (request) => {
  await requireLiveToken(request.caller)
  await erase(request.caller.subject, request)
  return undefined
})
