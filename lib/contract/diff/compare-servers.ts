import { type Comparison, type Place, report } from './change.ts'

/** Compares the addresses of an API or an operation; without any, it is where the contract is (OpenAPI 3.1, 4.8.1). */
export function compareServers(comparison: Comparison, before: unknown, after: unknown, place: Place): void {
  const [old, fresh] = [addresses(before), addresses(after)]
  for (const url of old) if (!fresh.includes(url)) report(comparison, 'server-removed', place, `server ${url} removed`)
  for (const url of fresh) if (!old.includes(url)) report(comparison, 'server-added', place, `server ${url} added`)
}

function addresses(servers: unknown): string[] {
  const written = Array.isArray(servers) ? (servers as { url?: string }[]) : []
  return written.length === 0 ? ['/'] : written.map(({ url = '/' }) => url)
}
