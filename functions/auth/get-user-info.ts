import { endpoint, reply } from 'twelvefold'
import { getUserInfo } from '#contracts/auth'
import { noStore } from './oauth-fault.ts'
import { userInfo } from './user-info.ts'

export const handler = endpoint(getUserInfo, async ({ caller }) => reply(200, await userInfo(caller), noStore))
