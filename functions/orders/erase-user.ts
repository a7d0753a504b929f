import { endpoint, reply } from 'twelvefold'
import { eraseUser } from '#contracts/orders'
import { erase } from './erase.ts'

export const handler = endpoint(eraseUser, async ({ path }) => {
  await erase(path.subject)
  return reply(204)
})
