import { endpoint, problem, reply } from 'twelvefold'
import { createUser } from '#contracts/auth'
import { findFault } from './passwords.ts'
import { addUser } from './users.ts'

export const handler = endpoint(createUser, async ({ body }) => {
  const detail = findFault(body.password, body.email)
  if (detail !== undefined) {
    const errors = [{ in: 'body', pointer: '/password', detail }]
    throw problem('validation-failed', 'The password is too weak.', { extensions: { errors } })
  }
  await addUser(body)
  return reply(202, { status: 'accepted' as const }, { 'cache-control': 'no-store' })
})
