import { ConfigError } from './config-error.ts'
import type { Binding } from './variable.ts'

/** The part of a service in `VCAP_SERVICES` that is read here. */
interface BoundService {
  name: string
  names: readonly unknown[]
  label: unknown
  tags: readonly unknown[]
  credentials: Record<string, unknown>
}

/** What looking for a binding came to. */
export type Bound = { text: string } | { missing: 'service' | 'key'; message: string }

/**
 * Finds the value of a binding in `VCAP_SERVICES`: by the instance's name, else by the label, else by a tag.
 *
 * Source: Cloud Foundry, "App environment variables", section VCAP_SERVICES.
 *
 * @param vcapServices the JSON text of the variable
 * @throws ConfigError where the text is not what Cloud Foundry writes
 * @example
 * findBinding(process.env.VCAP_SERVICES, { service: 'shop-store', key: 'uri' }) // { text: 'dynamodb://…' }
 */
export function findBinding(vcapServices: string, { service, key }: Binding): Bound {
  const services = parseServices(vcapServices)
  const [found, ...others] = matches(services, service)
  if (!found) {
    const there = services.length > 0 ? `bound are ${names(services)}` : 'none is bound at all'
    return { missing: 'service', message: `needs the service "${service}", and it is not bound; ${there}` }
  }
  if (others.length > 0) {
    const message = `needs one service "${service}", and several match: ${names([found, ...others])}; give a name`
    return { missing: 'service', message }
  }
  const value = dig(found.credentials, key)
  if (value !== undefined && value !== null) {
    return { text: typeof value === 'object' ? JSON.stringify(value) : String(value) }
  }
  const keys = keysOf(found.credentials)
  const there = keys.length > 0 ? `it has ${keys.map((name) => `"${name}"`).join(', ')}` : 'it has none'
  return {
    missing: 'key',
    message: `needs the key "${key}" of the service "${found.name}", and it has no such key; ${there}`,
  }
}

function matches(services: BoundService[], wanted: string): BoundService[] {
  const ways = [
    (service: BoundService) => service.names.includes(wanted),
    (service: BoundService) => service.label === wanted,
    (service: BoundService) => service.tags.includes(wanted),
  ]
  return ways.map((way) => services.filter(way)).find((found) => found.length > 0) ?? []
}

function parseServices(text: string): BoundService[] {
  const parsed = parseJson(text)
  if (!isRecord(parsed) || !Object.values(parsed).every(Array.isArray))
    throw notServices('an object of lists of services')
  return Object.entries(parsed).flatMap(([label, entries]) =>
    (Array.isArray(entries) ? entries : []).filter(isRecord).map((entry) => ({
      name: String(entry.name ?? entry.instance_name ?? label),
      names: [entry.name, entry.instance_name, entry.binding_name],
      label: entry.label ?? label,
      tags: Array.isArray(entry.tags) ? entry.tags : [],
      credentials: isRecord(entry.credentials) ? entry.credentials : {},
    })),
  )
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw notServices('JSON')
  }
}

/** Its value is full of credentials, so it is not shown. */
function notServices(expected: string): ConfigError {
  return new ConfigError([{ variable: 'VCAP_SERVICES', message: `must be ${expected}, as Cloud Foundry writes it` }])
}

function dig(from: unknown, path: string): unknown {
  if (!isRecord(from)) return undefined
  if (Object.hasOwn(from, path)) return from[path]
  const dot = path.indexOf('.')
  if (dot < 0) return undefined
  const head = path.slice(0, dot)
  return Object.hasOwn(from, head) ? dig(from[head], path.slice(dot + 1)) : undefined
}

function keysOf(credentials: Record<string, unknown>, prefix = ''): string[] {
  return Object.entries(credentials).flatMap(([key, value]) =>
    isRecord(value) ? keysOf(value, `${prefix}${key}.`) : `${prefix}${key}`,
  )
}

function names(services: BoundService[]): string {
  return services.map(({ name }) => `"${name}"`).join(', ')
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
