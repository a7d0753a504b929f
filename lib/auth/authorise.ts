import { type EndpointEvent, type Exchange, refuseUnknownOptions } from '../endpoint/exchange.ts'
import type { Operation, SecurityRequirement, SecurityScheme } from '../endpoint/operation.ts'
import type { Caller } from './caller.ts'
import { insufficientScope, unauthorized } from './challenge.ts'
import { readBearer, readOwn, type Sent } from './credentials.ts'
import { findChecks, type SchemeChecks } from './scheme-checks.ts'
import type { Verification } from './token-verifier.ts'
import { knownToken, verifyToken } from './verify-token.ts'

export interface AuthoriseOptions {
  operation: Pick<Operation, 'id' | 'security' | 'schemes'>
  /** The checks of the schemes that are not bearer tokens, by their names in the contract. */
  schemes?: SchemeChecks
  /** Says whose a bearer token is; by the environment's issuer unless said. */
  verify?: (token: string) => Verification | Promise<Verification>
}

/** What a request has shown: for the bearer token, and for each other scheme of each requirement. */
type Shown = { absent: true } | { fault: string } | { caller: Caller }

/** One object of `security`: all of its schemes are needed. */
interface Alternative {
  /** The scopes of all its bearer schemes, which are one token; undefined where it has none. */
  scopes: readonly string[] | undefined
  own: { name: string; scopes: readonly string[] }[]
}

/**
 * Lets a call through as the contract's `security` says (OpenAPI 3.1, section 4.8.30): any object of the list will do,
 * and of an object every scheme is needed. `{}` lets a call without credentials through; credentials that are sent and
 * wrong are 401 all the same, so that nobody is anonymous without knowing it. `event.input.caller` then says who calls:
 * whom the token is about, else whom the first scheme's check has named.
 *
 * It answers at once where no scheme is the service's own and the token is known.
 *
 * @throws TypeError where a scheme has no check
 */
export function authorise(options: AuthoriseOptions): { before: (exchange: Exchange) => void | Promise<void> } {
  refuseUnknownOptions('authorise', options, ['operation', 'schemes', 'verify'])
  const { operation, verify = verifyToken } = options
  const { security, schemes = {} } = operation
  const checks = findChecks(operation, options.schemes ?? {})
  const alternatives = security.map((requirement) => toAlternative(requirement, schemes))
  const takesToken = alternatives.some(({ scopes }) => scopes !== undefined)
  const named = [...new Set(security.flatMap((requirement) => Object.keys(requirement)))].flatMap(
    (n) => schemes[n] ?? [],
  )

  const [only] = alternatives
  const isQuick = verify === verifyToken && alternatives.length === 1 && only?.scopes !== undefined && checks.size === 0
  const isToken = named.every(({ type }) => type === 'bearer')
  const wanted = isToken
    ? 'Send an access token as a bearer token, in the Authorization header.'
    : 'Send the credentials that the contract asks for.'

  const showToken = (event: EndpointEvent): Shown | Promise<Shown> => {
    const sent: Sent<string> = takesToken ? readBearer(event) : { absent: true }
    if ('absent' in sent) return sent
    return 'malformed' in sent ? { fault: 'The header has no single token.' } : verify(sent.credentials)
  }

  const showOwn = async (event: EndpointEvent): Promise<Shown[][]> => {
    const shown = alternatives.map(({ own }) =>
      own.map(async ({ name, scopes }): Promise<Shown> => {
        const { scheme, check } = checks.get(name) ?? {}
        if (scheme === undefined || check === undefined) throw new Error(`${name} has no check`)
        const sent = readOwn(scheme, event)
        if ('absent' in sent) return sent
        const caller = 'malformed' in sent ? undefined : await check(sent.credentials, { scopes, event })
        return caller === undefined ? { fault: `What was sent for ${name} is not valid.` } : { caller }
      }),
    )
    return Promise.all(shown.map((list) => Promise.all(list)))
  }

  /** @returns who calls, or throws the problem that says why nobody may */
  const decide = (event: EndpointEvent, token: Shown, own: readonly Shown[][]): Caller | undefined => {
    for (const [at, { scopes }] of alternatives.entries()) {
      const callers = callersOf(token, scopes, own[at] ?? [])
      if (callers !== undefined && callers.length > 0) return callers[0]
    }
    const all = own.flat()
    const isOptional = alternatives.some(({ scopes, own: needed }) => scopes === undefined && needed.length === 0)
    const nothing = 'absent' in token && all.every((shown) => 'absent' in shown) && !sendsOther(event, named)
    if (isOptional && nothing) return undefined
    if ('fault' in token) throw unauthorized(named, token.fault, { token: token.fault })
    for (const shown of all) if ('fault' in shown) throw unauthorized(named, shown.fault)
    const lacking = 'caller' in token ? findLacking(token.caller, alternatives, own) : undefined
    throw lacking === undefined ? unauthorized(named, wanted) : insufficientScope(lacking)
  }

  return {
    before({ event }) {
      const { input } = event
      if (input === undefined) throw new Error('authorise needs requestContext before it')
      const known = isQuick ? quickCaller(event, only?.scopes ?? []) : undefined
      if (known !== undefined) {
        input.caller = known
        return
      }
      const token = showToken(event)
      if (checks.size === 0 && !(token instanceof Promise)) {
        input.caller = decide(event, token, [])
        return
      }
      return (async () => {
        input.caller = decide(event, await token, checks.size === 0 ? [] : await showOwn(event))
      })()
    },
  }
}

/** Who calls, where nothing is wrong and the token is known: most calls are of that kind. */
function quickCaller({ headers: { authorization } }: EndpointEvent, scopes: readonly string[]): Caller | undefined {
  if (authorization === undefined || !authorization.startsWith('Bearer ')) return undefined
  const known = knownToken(authorization.slice('Bearer '.length))
  if (known === undefined || !('caller' in known)) return undefined
  for (const scope of scopes) if (!known.caller.scopes.has(scope)) return undefined
  return known.caller
}

function toAlternative(
  requirement: SecurityRequirement,
  schemes: Readonly<Record<string, SecurityScheme>>,
): Alternative {
  const entries = Object.entries(requirement)
  const bearer = entries.filter(([name]) => schemes[name]?.type === 'bearer')
  return {
    scopes: bearer.length === 0 ? undefined : [...new Set(bearer.flatMap(([, scopes]) => scopes))],
    own: entries.flatMap(([name, scopes]) => (schemes[name]?.type === 'bearer' ? [] : [{ name, scopes }])),
  }
}

/** Who calls, by one alternative, the token's caller first; undefined where something of it is missing. */
function callersOf(token: Shown, scopes: readonly string[] | undefined, own: readonly Shown[]): Caller[] | undefined {
  const callers: Caller[] = []
  if (scopes !== undefined) {
    if (!('caller' in token) || !scopes.every((scope) => token.caller.scopes.has(scope))) return undefined
    callers.push(token.caller)
  }
  for (const shown of own) {
    if (!('caller' in shown)) return undefined
    callers.push(shown.caller)
  }
  return callers
}

/** The scopes of the first alternative that only they keep a caller from; undefined where there is none. */
function findLacking(
  caller: Caller,
  alternatives: readonly Alternative[],
  own: readonly Shown[][],
): readonly string[] | undefined {
  return alternatives.find(
    ({ scopes }, at) =>
      scopes?.some((scope) => !caller.scopes.has(scope)) && (own[at] ?? []).every((shown) => 'caller' in shown),
  )?.scopes
}

/** Whether the `Authorization` header, where one of the schemes reads it, has something that none of them reads. */
const sendsOther = ({ headers }: EndpointEvent, schemes: readonly SecurityScheme[]): boolean =>
  Boolean(headers.authorization) && schemes.some(({ type }) => type === 'bearer' || type === 'basic')
