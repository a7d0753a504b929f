import { endpoint } from 'twelvefold'
import { deleteOwnUser } from '#contracts/auth'
import { erase } from './erasure.ts'

export const handler = endpoint(deleteOwnUser, async (request) => {
  await erase(request.caller.subject, request)
  return undefined
})
