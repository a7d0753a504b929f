import { endpoint, problem, reply } from 'twelvefold'
import { getOwnUser } from '#contracts/auth'
import { findUserById } from './users.ts'

export const handler = endpoint(getOwnUser, async ({ caller }) => {
  const user = await findUserById(caller.subject)
  if (user === undefined) throw problem('not-found', 'There is no such user any more.')
  const { userId, email, name, createdAt } = user
  return reply(200, { userId, email, name, createdAt }, { 'cache-control': 'no-store' })
})
