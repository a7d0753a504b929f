import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { OperationDescriptor } from '../client/descriptor.ts'
import type { Project } from './project.ts'

/** What a service calls, as its sources say. */
export interface Calls {
  /** The services whose clients it imports, sorted. */
  services: string[]
  /** It calls an operation with a token of its own. */
  needsCredentials: boolean
}

/** The operations of a service by their ids; undefined where they are not known. */
export type DescribeService = (service: string) => Readonly<Record<string, OperationDescriptor>> | undefined

/**
 * Finds out what a service calls. It reads the text of its sources and no more, so that `twelvefold env` need not load
 * them.
 */
export function findCalls(project: Project, service: string, describe: DescribeService): Calls {
  const folder = join(project.functions, service)
  const sources = readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(folder, file), 'utf8').replace(/^\s*(?:\*|\/[/*]).*$/gm, ''))
  const text = sources.join('\n')
  const names = new Set([...text.matchAll(/['"]#clients\/([\w-]+)['"]/g)].map(([, name = '']) => name))
  // An import that brings only types calls nothing, but nobody writes one without a client.
  const services = [...names].sort()
  const needsCredentials = services.some((called) => {
    const withToken = Object.entries(describe(called) ?? {}).filter(([, { scopes }]) => scopes !== undefined)
    return withToken.some(([id]) => new RegExp(`\\.${id}\\s*\\(`).test(text)) && !callsAsCaller(text)
  })
  return { services, needsCredentials }
}

/** Whether every client of a service sends the token of its caller. */
function callsAsCaller(text: string): boolean {
  const made = [...text.matchAll(/\bclient\s*\(([^)]*)\)/g)].map(([, given = '']) => given)
  return made.length > 0 && made.every((given) => /\btoken:\s*['"]caller['"]/.test(given))
}

/** What the last `generate` has written of a service. */
export const describeGenerated =
  (project: Project): DescribeService =>
  (service) => {
    const file = join(project.generated, 'clients', `${service}.js`)
    if (!existsSync(file)) return undefined
    const written = readFileSync(file, 'utf8').replace(/^export const \w+ = /, '')
    return (JSON.parse(written) as { operations: Record<string, OperationDescriptor> }).operations
  }
