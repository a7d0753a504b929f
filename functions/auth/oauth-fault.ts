import { type Reply, reply } from 'twelvefold'

/** The codes of RFC 6749, section 5.2, RFC 8707, section 2, and RFC 7009, section 2.2.1. */
export type OAuthErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'invalid_scope'
  | 'invalid_target'

/** A refusal that an OAuth client understands; the endpoints of section 5.2 answer with it instead of a problem. */
export class OAuthFault extends Error {
  readonly code: OAuthErrorCode

  constructor(code: OAuthErrorCode, description: string) {
    super(description)
    this.name = 'OAuthFault'
    this.code = code
  }
}

export interface OAuthErrorBody {
  error: OAuthErrorCode
  error_description: string
}

/** Nothing of these endpoints may be kept by a cache (RFC 6749, section 5.1). */
export const noStore = { 'cache-control': 'no-store', pragma: 'no-cache' } as const

/** Runs `work`, and answers with the refusal where it throws an {@link OAuthFault}. */
export async function orFault<Result>(
  work: () => Promise<Result>,
): Promise<Result | Reply<400, OAuthErrorBody> | Reply<401, OAuthErrorBody>> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof OAuthFault)) throw error
    const body = { error: error.code, error_description: error.message }
    if (error.code !== 'invalid_client') return reply(400, body, noStore)
    return reply(401, body, { ...noStore, 'www-authenticate': 'Basic realm="twelvefold", charset="UTF-8"' })
  }
}
