import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { jobContext } from '../../client/call-context.ts'
import { client } from '../../client/client.ts'
import { addressVariable, readCallSettings } from '../../client/client-settings.ts'
import type { Client } from '../../client/client-types.ts'
import type { CallTypes, ServiceDescriptor } from '../../client/descriptor.ts'
import type { RequestParts } from '../../client/write-parts.ts'
import { ConfigError } from '../../config/config-error.ts'
import { describeGenerated } from '../../contract/called-services.ts'
import { clientName } from '../../contract/client-module.ts'
import type { Project } from '../../contract/project.ts'
import { toColumns } from '../columns.ts'
import { type Answer, toAnswer } from './answer.ts'
import { isSafe, refusedWrite } from './calls.ts'
import { printedAs } from './printed-as.ts'

/** The services of a project over HTTP, each under its name. */
export type Clients = Readonly<Record<string, Readonly<Record<string, (parts?: RequestParts) => Promise<Answer>>>>>

/**
 * Makes `clients`: the operations of every service of the project, called where `<SERVICE>_URL` says, as another service
 * would call them.
 */
export function createClients(project: Project, { readOnly }: { readOnly: boolean }): Clients {
  const folder = join(project.generated, 'clients')
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.js')) : []
  const services = files.map((file) => file.slice(0, -'.js'.length)).sort()
  const clients: Record<string, Clients[string]> = Object.create(null)
  for (const service of services) clients[clientName(service)] = createClient(project, service, readOnly)
  return printedAs(clients, () => printClients(services))
}

function createClient(project: Project, service: string, readOnly: boolean): Clients[string] {
  const operations = describeGenerated(project)(service) ?? {}
  const descriptor: ServiceDescriptor = { service, operations }
  const functions: Client<Record<string, CallTypes>> = client(descriptor)
  const calls: Record<string, Clients[string][string]> = Object.create(null)
  for (const [id, { method }] of Object.entries(operations)) {
    calls[id] = async (parts = {}) => {
      if (readOnly && !isSafe(method)) throw refusedWrite(`clients.${clientName(service)}.${id}`, method)
      const context = jobContext('shell')
      const startedAt = performance.now()
      const answer = await functions[id]?.(parts, context)
      if (answer === undefined) throw new TypeError(`${service} has no ${id}.`)
      return toAnswer(answer, { requestId: context.requestId, durationMs: performance.now() - startedAt })
    }
  }
  return printedAs(calls, () => printClients([service]))
}

function printClients(services: readonly string[]): string {
  const rows = services.map((service) => [`clients.${clientName(service)}`, describeAddress(service)])
  return toColumns(['CLIENT', 'WHERE'], rows)
}

function describeAddress(service: string): string {
  try {
    return readCallSettings(service).address
  } catch (error) {
    if (error instanceof ConfigError) return `${addressVariable(service)} is not set`
    throw error
  }
}
