import { type AuthorizationRequest, answerTo } from './authorization.ts'
import { makeCode } from './codes.ts'
import type { Session } from './sessions.ts'

/** Gives the client a code for what the user has allowed. @returns where to send the browser */
export async function makeAnswer(request: AuthorizationRequest, { subject, authTime }: Session): Promise<string> {
  const { client, redirectUri, scope, codeChallenge, nonce } = request
  const about = { subject, clientId: client.clientId, redirectUri, scope, codeChallenge, authTime }
  const code = await makeCode({ ...about, ...(nonce === undefined ? {} : { nonce }) })
  return answerTo(request, { code })
}
