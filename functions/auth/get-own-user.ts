import { endpoint, reply } from 'twelvefold'
import { getOwnUser } from '#contracts/auth'
import { deadToken, requireLiveToken } from './live-token.ts'
import { findUserById } from './users.ts'

export const handler = endpoint(getOwnUser, async ({ caller }) => {
  await requireLiveToken(caller)
  const user = await findUserById(caller.subject)
  if (user === undefined) throw deadToken()
  const { userId, email, name, createdAt } = user
  return reply(200, { userId, email, name, createdAt }, { 'cache-control': 'no-store' })
})
