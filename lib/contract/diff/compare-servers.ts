import { type Comparison, type Place, report } from './change.ts'

/** Compares the addresses of an API or an operation; without any, it is where the contract is (OpenAPI 3.1, 4.8.1). */
export function compareServers(comparison: Comparison, before: unknown, after: unknown, place: Place): void {
  const [old, fresh] = [addresses(before), addresses(after)]
  for (const url of old) if (!fresh.includes(url)) report(comparison, 'server-removed', place, `server ${url} removed`)
  for (const url of fresh) if (!old.includes(url)) report(comparison, 'server-added', place, `server ${url} added`)
}

interface Server {
  url?: string
  variables?: Record<string, { default?: string; enum?: string[] }>
}

function addresses(servers: unknown): string[] {
  const written = Array.isArray(servers) ? (servers as Server[]) : []
  return written.length === 0 ? ['/'] : written.flatMap(expand)
}

/** More addresses than a person would write, of which only the pattern is compared. */
const many = 1_000

/** An address with each value that a variable may have; with the one that it has unless said, where it may have any. */
function expand({ url = '/', variables = {} }: Server): string[] {
  let urls = [url]
  for (const [name, { default: usual, enum: values = [`{${name}=${usual}}`] }] of Object.entries(variables)) {
    const written = urls.length * values.length > many ? [`{${name}=${values.join('|')}}`] : values
    urls = urls.flatMap((known) => written.map((value) => known.replaceAll(`{${name}}`, () => value)))
  }
  return urls
}
