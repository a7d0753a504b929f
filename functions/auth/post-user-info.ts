import { endpoint, reply } from 'twelvefold'
import { postUserInfo } from '#contracts/auth'
import { noStore } from './oauth-fault.ts'
import { userInfo } from './user-info.ts'

export const handler = endpoint(postUserInfo, async ({ caller }) => reply(200, await userInfo(caller), noStore))
