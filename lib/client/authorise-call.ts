import { problem } from '../problem/problem.ts'
import type { CallContext } from './call-context.ts'
import type { Outcome } from './outcome.ts'
import type { ServiceTokens } from './service-token.ts'

/** Runs the attempts of a call with these headers. */
export type Run = (authorization: Readonly<Record<string, string>>) => Promise<Outcome>

/**
 * Runs a call with the token that it needs. A cached token of our own that is refused is replaced once: its keys may be
 * gone, or its client's rights changed.
 *
 * @param call.scopes undefined where no token is needed
 * @throws Problem `bad-gateway` where our own token is refused: the fault is ours, and not the caller's;
 *   `unauthorized` where the caller's is
 */
export async function runAuthorised(
  call: { service: string; scopes: readonly string[] | undefined; token: 'service' | 'caller' },
  context: CallContext,
  tokens: ServiceTokens,
  run: Run,
): Promise<Outcome> {
  const { service, scopes, token } = call
  if (scopes === undefined) return run({})
  if (token === 'caller') return runAsCaller(service, context, run)
  const first = await tokens.get(scopes)
  const outcome = await run(bearer(first))
  if (outcome.response?.status !== 401) return outcome
  tokens.drop(first)
  const second = await run(bearer(await tokens.get(scopes)))
  if (second.response?.status !== 401) return second
  context.log?.error({ upstream: service, scopes }, `${service} refuses the token of this service`)
  throw problem('bad-gateway', `${service} refuses the token of this service.`)
}

async function runAsCaller(service: string, { event }: CallContext, run: Run): Promise<Outcome> {
  const authorization = event?.headers.authorization
  if (authorization === undefined) throw unauthorized('Send a bearer token.', '')
  const outcome = await run({ authorization })
  if (outcome.response?.status === 401) throw unauthorized(`${service} refuses the token.`, ', error="invalid_token"')
  return outcome
}

const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` })

const unauthorized = (detail: string, error: string) =>
  problem('unauthorized', detail, { headers: { 'www-authenticate': `Bearer realm="twelvefold"${error}` } })
