import type { Caller } from 'twelvefold'
import { deadToken, requireLiveToken } from './live-token.ts'
import { findUserById } from './users.ts'

export interface UserInfo {
  sub: string
  name?: string
  email?: string
  email_verified?: boolean
}

/** What the token's scopes let be known of its user (OpenID Connect Core, sections 5.3 and 5.4). */
export async function userInfo(caller: Caller): Promise<UserInfo> {
  await requireLiveToken(caller)
  const user = await findUserById(caller.subject)
  if (user === undefined) throw deadToken()
  return {
    sub: user.userId,
    ...(caller.scopes.has('profile') ? { name: user.name } : {}),
    // No mail is sent yet, and so no address was ever shown to be its user's.
    ...(caller.scopes.has('email') ? { email: user.email, email_verified: false } : {}),
  }
}
