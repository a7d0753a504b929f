import { endpoint, reply } from 'twelvefold'
import { postUserInfo } from '#contracts/auth'
import { noStore } from './oauth-fault.ts'
import { userInfo } from './user-info.ts'

export const handler = endpoint(postUserInfo, async ({ caller, event }) =>
  reply(200, await userInfo(caller, event.headers.authorization), noStore),
)
