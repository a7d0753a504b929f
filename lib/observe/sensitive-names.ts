/** Names whose value is a secret, by themselves or as the end of a longer name; without hyphens, in lower case. */
const secretName =
  /^(?:(?:set)?cookies?|code|codeverifier|csrf|otp|pin)$|(?:authorization|password|passwd|passphrase|secret|token|assertion|apikey|privatekey|credential)s?$/

/** Codes that say what happened: `ECONNREFUSED`, `not-found`. An authorization code (RFC 6749) is neither. */
const errorCode = /^(?:[A-Z][A-Z0-9_]*|[a-z]+(?:[-_][a-z]+)*)$/

const known = new Map<string, boolean>()

/**
 * Whether a member of this name has a secret for its value: a password, a token, a cookie. Upper case, hyphens and
 * underscores make no difference.
 *
 * @example
 * isSensitive('refresh_token', 'x7…') // true
 * isSensitive('code', 'ECONNREFUSED') // false
 */
export function isSensitive(name: string, value: unknown): boolean {
  if (value === null || value === undefined || typeof value === 'boolean' || value === '') return false
  let secret = known.get(name)
  if (secret === undefined) {
    secret = secretName.test(name.replace(/[-_\s]/g, '').toLowerCase())
    // Names come from whoever calls, too.
    if (known.size < 1_000 && name.length < 100) known.set(name, secret)
  }
  if (!secret) return false
  if (typeof value === 'number') return !/code$|s$/i.test(name)
  return !(/^code$/i.test(name) && typeof value === 'string' && errorCode.test(value))
}

const none: ReadonlySet<string> = new Set()
const marked = new Map<string, Set<string>>()

/**
 * Remembers the members and parameters that a contract marks `x-sensitive`: lines of that operation do not show them,
 * and neither do those that name only its service.
 */
export function markSensitive(service: string, operation: string, names: readonly string[]): void {
  for (const key of [service, `${service} ${operation}`]) {
    const all = marked.get(key) ?? new Set()
    for (const name of names) all.add(name)
    marked.set(key, all)
  }
}

/** What is marked for a line, by the service and the operation that it names. */
export function markedFor(service: unknown, operation: unknown): ReadonlySet<string> {
  if (typeof service !== 'string') return none
  return marked.get(typeof operation === 'string' ? `${service} ${operation}` : service) ?? none
}
