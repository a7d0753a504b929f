/** What the answers of a deprecated operation say of it: names and values of headers. */
export type DeprecationHeaders = Readonly<Record<string, string>>

interface DeprecationWords {
  deprecated?: unknown
  'x-deprecated-since'?: unknown
  'x-deprecation-link'?: unknown
  'x-sunset'?: unknown
  'x-sunset-link'?: unknown
}

/** What is wrong with one of the words. */
export interface DeprecationFault {
  word: keyof DeprecationWords
  message: string
}

/**
 * Reads what an operation says of its end: `Deprecation` (RFC 9745, section 2.1), `Sunset` (RFC 8594, section 3), and a
 * `Link` to what there is to read about either.
 *
 * @returns the headers; what is wrong; undefined where the operation is not deprecated
 * @example
 * readDeprecation({ deprecated: true, 'x-deprecated-since': '2026-06-01', 'x-sunset': '2026-12-31' })
 * // { deprecation: '@1780272000', sunset: 'Thu, 31 Dec 2026 00:00:00 GMT' }
 */
export function readDeprecation(operation: DeprecationWords): DeprecationHeaders | DeprecationFault | undefined {
  if (operation.deprecated !== true) return findStray(operation)
  const since = readDate(operation['x-deprecated-since'])
  if (since === undefined)
    return { word: 'x-deprecated-since', message: 'A deprecated operation says since when: a date such as 2026-06-01.' }
  const sunset = readDate(operation['x-sunset'])
  if (operation['x-sunset'] !== undefined && sunset === undefined)
    return { word: 'x-sunset', message: 'x-sunset is no date such as 2026-12-31.' }
  // RFC 9745, section 4: the sunset must not be earlier than the deprecation.
  if (sunset !== undefined && sunset < since)
    return { word: 'x-sunset', message: 'x-sunset is earlier than x-deprecated-since.' }
  const links: string[] = []
  for (const [word, relation] of [
    ['x-deprecation-link', 'deprecation'],
    ['x-sunset-link', 'sunset'],
  ] as const) {
    if (operation[word] === undefined) continue
    const address = readAddress(operation[word])
    if (address === undefined) return { word, message: `${word} is no address that begins with https:// or http://.` }
    links.push(`<${address}>; rel="${relation}"`)
  }
  return {
    deprecation: `@${since.getTime() / 1_000}`,
    ...(sunset === undefined ? {} : { sunset: sunset.toUTCString() }),
    ...(links.length === 0 ? {} : { link: links.join(', ') }),
  }
}

export const isDeprecationFault = (read: DeprecationHeaders | DeprecationFault | undefined): read is DeprecationFault =>
  read !== undefined && 'word' in read

/** Whatever was announced without `deprecated: true` would be announced to nobody. */
function findStray(operation: DeprecationWords): DeprecationFault | undefined {
  for (const word of ['x-deprecated-since', 'x-deprecation-link', 'x-sunset', 'x-sunset-link'] as const)
    if (operation[word] !== undefined)
      return { word, message: `${word} stands at an operation that is not deprecated.` }
  return undefined
}

/**
 * A date or date-time of RFC 3339, in whole seconds; a date alone is its first moment in UTC.
 *
 * @returns undefined for anything else, and for days that no calendar has
 */
export function readDate(written: unknown): Date | undefined {
  if (typeof written !== 'string') return undefined
  const [, day, time] = /^(\d{4}-\d\d-\d\d)(T(?:[01]\d|2[0-3]):\d\d:\d\d(?:Z|[+-]\d\d:\d\d))?$/.exec(written) ?? []
  if (day === undefined) return undefined
  const midnight = new Date(`${day}T00:00:00Z`)
  if (Number.isNaN(midnight.getTime()) || midnight.toISOString().slice(0, 10) !== day) return undefined
  const date = time === undefined ? midnight : new Date(written)
  // The year of an HTTP date has four digits (RFC 9110, section 5.6.7).
  return /^\d{4}-/.test(Number.isNaN(date.getTime()) ? '' : date.toISOString()) ? date : undefined
}

function readAddress(written: unknown): string | undefined {
  if (typeof written !== 'string' || !/^https?:\/\//.test(written) || !URL.canParse(written)) return undefined
  return new URL(written).href.replaceAll('>', '%3E')
}
