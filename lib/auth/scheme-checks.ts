import type { EndpointEvent } from '../endpoint/exchange.ts'
import type { Operation, SecurityScheme } from '../endpoint/operation.ts'
import type { Caller } from './caller.ts'
import type { BasicCredentials } from './credentials.ts'

/** What a check of a service's own is told beside the credentials. */
export interface Needed {
  /** What the contract lists for the scheme (OpenAPI 3.1, section 4.8.30: roles, where the scheme has no scopes). */
  scopes: readonly string[]
  event: EndpointEvent
}

type Checked = Caller | undefined | Promise<Caller | undefined>

/** Says whose an API key is; undefined: nobody's. */
export type ApiKeyCheck = (key: string, needed: Needed) => Checked

/** Says whose a user's name and password are; undefined: nobody's. */
export type BasicCheck = (credentials: BasicCredentials, needed: Needed) => Checked

/** Checks by the names of their schemes in the contract. */
export type SchemeChecks = Readonly<Record<string, ApiKeyCheck | BasicCheck>>

/** A check that is called with what its scheme sends. */
export type AnyCheck = (credentials: string | BasicCredentials, needed: Needed) => Checked

/**
 * Finds the check of each scheme that an operation names and that is not the kit's.
 *
 * @throws TypeError where one is missing, so that nothing is silently open, or would never be called
 */
export function findChecks(
  { id, security, schemes = {} }: Pick<Operation, 'id' | 'security' | 'schemes'>,
  given: SchemeChecks,
): Map<string, { scheme: SecurityScheme; check: AnyCheck }> {
  const found = new Map<string, { scheme: SecurityScheme; check: AnyCheck }>()
  for (const name of new Set(security.flatMap((requirement) => Object.keys(requirement)))) {
    const scheme = Object.hasOwn(schemes, name) ? schemes[name] : undefined
    const check = Object.hasOwn(given, name) ? given[name] : undefined
    if (scheme === undefined) throw new TypeError(`${id}: nobody knows how the security scheme ${name} is sent.`)
    if (scheme.type === 'bearer') {
      if (check !== undefined) throw new TypeError(`${id}: ${name} is a bearer token, which the kit checks.`)
    } else if (check === undefined) {
      throw new TypeError(`${id}: nobody checks ${name}. Pass it: endpoint(${id}, …, { schemes: { ${name} } }).`)
    } else found.set(name, { scheme, check: check as AnyCheck })
  }
  return found
}
