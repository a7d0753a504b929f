import { type Caller, problem } from 'twelvefold'
import { readLiveToken } from './revoked-tokens.ts'
import { findUserById } from './users.ts'

export interface UserInfo {
  sub: string
  name?: string
  email?: string
  email_verified?: boolean
}

/** What the token's scopes let be known of its user (OpenID Connect Core, sections 5.3 and 5.4). */
export async function userInfo(caller: Caller, authorization: string | undefined): Promise<UserInfo> {
  // The kit has verified the token; here, where it is known at once, it is also asked whether it was revoked.
  const token = authorization?.replace(/^Bearer +/i, '').trim() ?? ''
  const user = (await readLiveToken(token)) && (await findUserById(caller.subject))
  if (user === undefined)
    throw problem('unauthorized', 'The token was revoked, or its user is gone.', {
      headers: { 'www-authenticate': 'Bearer realm="twelvefold", error="invalid_token"' },
    })
  return {
    sub: user.userId,
    ...(caller.scopes.has('profile') ? { name: user.name } : {}),
    // No mail is sent yet, and so no address was ever shown to be its user's.
    ...(caller.scopes.has('email') ? { email: user.email, email_verified: false } : {}),
  }
}
