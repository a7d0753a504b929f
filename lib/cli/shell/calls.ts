import { randomUUID } from 'node:crypto'
import { clientName } from '../../contract/client-module.ts'
import type { EndpointResult } from '../../endpoint/exchange.ts'
import type { Operation } from '../../endpoint/operation.ts'
import { toColumns } from '../columns.ts'
import { CommandError } from '../failure.ts'
import { type Answer, readResult, toAnswer } from './answer.ts'
import { partsOf, readParts } from './call-parts.ts'
import { describeThrown } from './describe-thrown.ts'
import { printParts } from './help-text.ts'
import type { Identity, TokenMaker } from './identity.ts'
import type { LoadedService, LoadedServices } from './load-services.ts'
import { printedAs } from './printed-as.ts'
import type { ShellStore } from './shell-store.ts'
import { toCallEvent } from './to-call-event.ts'

/** Runs an operation with the given parts. */
export type Call = (parts?: unknown) => Promise<Answer>

/** Operations by their ids; those of each service also below its name. */
export type Calls = Readonly<Record<string, Call | Readonly<Record<string, Call>>>>

export interface CallSettings {
  store: ShellStore
  tokens: TokenMaker
  /** As whom calls are made now; undefined: as nobody. */
  identity: () => Identity | undefined
  /** Operations that may change something are refused. */
  readOnly: boolean
  /** Says something that is no part of an answer. */
  tell: (text: string) => void
}

/** Methods that change nothing (RFC 9110, section 9.2.1). */
export const isSafe = (method: string): boolean => /^(?:GET|HEAD|OPTIONS)$/.test(method)

/** Why an operation is not run in a shell that is read-only. */
export const refusedWrite = (name: string, method: string): CommandError =>
  new CommandError(`${name} is a ${method}, and this shell is read-only. With --write it is not.`)

/** Makes `call`. An id that two services have is found below their names only. */
export function createCalls(loaded: LoadedServices, settings: CallSettings): Calls {
  const calls: Record<string, Call | Record<string, Call>> = Object.create(null)
  const byId = Map.groupBy(
    loaded.services.flatMap((service) => service.operations.map((operation) => ({ service, operation }))),
    ({ operation }) => operation.id,
  )
  for (const [id, [found, ...others]] of byId) {
    if (found !== undefined && others.length === 0)
      calls[id] = createCall(loaded, found.service, found.operation, settings)
  }
  for (const service of loaded.services) {
    const own: Record<string, Call> = Object.create(null)
    for (const operation of service.operations) own[operation.id] = createCall(loaded, service, operation, settings)
    calls[clientName(service.name)] = printedAs(own, () => printOperations([service]))
  }
  return printedAs(calls, () => printOperations(loaded.services))
}

function createCall(
  { application }: LoadedServices,
  service: LoadedService,
  operation: Operation,
  settings: CallSettings,
): Call {
  const { store, tokens, identity, readOnly, tell } = settings
  const { id, method, security, idempotencyKey } = operation
  const call: Call = async (given) => {
    const parts = readParts(operation, given)
    if (readOnly && !isSafe(method)) throw refusedWrite(`call.${id}`, method)
    const requestId = randomUUID()
    const headers: Record<string, string> = { 'x-request-id': requestId }
    if (idempotencyKey === 'required') headers['idempotency-key'] = randomUUID()
    const user = identity()
    if (parts.headers?.authorization !== undefined) await tokens.prepare()
    else if (user !== undefined && security.length > 0)
      headers.authorization = `Bearer ${await tokens.tokenFor(user, operation)}`
    const event = toCallEvent(operation, parts, headers)
    // What fails here fails in the operation as well, if it needs data at all.
    if (service.usesStore) await store.open().catch((error: unknown) => store.refusal ?? tell(describeThrown(error)))

    const startedAt = performance.now()
    const match = application.router.match(event.rawPath)
    const found = match === undefined || match === 'malformed' ? undefined : match
    if (found?.params !== undefined) event.pathParameters = found.params
    const handler = found?.methods[method] ?? application.fallback
    const result: EndpointResult = await handler(event, {})
    const answer = toAnswer(readResult(result), {
      requestId: event.headers['x-request-id'] ?? requestId,
      durationMs: performance.now() - startedAt,
    })
    if (answer.status >= 500 && store.refusal !== undefined) tell(store.refusal.message)
    return answer
  }
  return printedAs(call, () => describeOperation(service.name, operation))
}

/** `GET /catalog/products/{productId}`, and how to call it. */
function describeOperation(service: string, operation: Operation): string {
  const { id, method, path, security } = operation
  const access = security.length === 0 ? '' : `  (needs ${describeSecurity(operation)})`
  return `await call.${clientName(service)}.${id}(${printParts(operation)})\n${method} ${path}${access}`
}

/** `oauth or key+oauth`; `open` where nothing is needed. */
function describeSecurity({ security }: Operation): string {
  const alternatives = security.map((schemes) => Object.keys(schemes).join('+') || 'nothing')
  return [...new Set(alternatives)].join(' or ') || 'open'
}

function printOperations(services: readonly LoadedService[]): string {
  const rows = services.flatMap(({ name, operations }) =>
    operations.map((operation) => {
      const { id, method, path } = operation
      return [name, id, partsOf(operation).join(', '), method, path, describeSecurity(operation)]
    }),
  )
  return toColumns(['SERVICE', 'OPERATION', 'PARTS', 'METHOD', 'PATH', 'SECURITY'], rows)
}
