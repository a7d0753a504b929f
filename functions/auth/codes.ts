import { collection, Problem, type, type Versioned, versionOf } from 'twelvefold'
import { hashOf, randomSecret } from './secrets.ts'
import { codeSeconds, tokenSeconds } from './token-times.ts'

/** An authorization code, with all that the request for it said (RFC 6749, section 4.1.2). */
export interface CodeDocument {
  codeHash: string
  subject: string
  clientId: string
  redirectUri: string
  scope: readonly string[]
  codeChallenge: string
  nonce?: string | undefined
  authTime: number
  /** The handle of the grant that begins when the code is used: known before, so that a replay can end it. */
  handle: string
  used?: boolean | undefined
  /** When it can be used no more, in ms since 1970. */
  endsAt: number
  /** In seconds since 1970: kept longer than it is good for, so that a replay is seen. */
  expiresAt: number
}

export type Code = Versioned<CodeDocument>

export const codes = collection('authorization-codes', {
  document: type<CodeDocument>(),
  key: 'codeHash',
  indexes: { bySubject: ['subject'] },
  ttl: 'expiresAt',
})

/** Gives a code out. Only its hash is kept. */
export async function makeCode(
  about: Omit<CodeDocument, 'codeHash' | 'handle' | 'used' | 'endsAt' | 'expiresAt'>,
): Promise<string> {
  const code = randomSecret()
  const endsAt = Date.now() + codeSeconds * 1000
  const expiresAt = Math.ceil(endsAt / 1000) + tokenSeconds
  await codes.insert({ ...about, codeHash: hashOf(code), handle: randomSecret(), endsAt, expiresAt })
  return code
}

export const findCode = (code: string): Promise<Code | undefined> => codes.get(hashOf(code))

/** Marks a code as used. Of all who try, one succeeds. */
export async function useCode(code: Code): Promise<boolean> {
  if (code.used) return false
  try {
    await codes.replace({ ...code, used: true }, { ifVersion: versionOf(code) })
    return true
  } catch (error) {
    if (error instanceof Problem && error.code === 'precondition-failed') return false
    throw error
  }
}
