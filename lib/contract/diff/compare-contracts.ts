import { isDeepStrictEqual } from 'node:util'
import type { OpenApiDocument } from '../document.ts'
import { listOperations, type OperationModel } from '../operations.ts'
import { type Comparison, type Found, inside, type Place, report } from './change.ts'
import { compareOperations } from './compare-operations.ts'
import { compareServers } from './compare-servers.ts'
import { placeOf } from './operation-place.ts'
import { findSuccessor, isPastSunset, toRoute } from './removed-operation.ts'
import { isSame } from './same.ts'

export interface CompareOptions {
  /** Of a deployment: its `servers` are its own. */
  ignoreServers?: boolean
  /** When it is: what may be gone by now. */
  now?: Date
}

/** Compares two versions of a contract, both bundled OpenAPI 3.1 documents. The same contract has no changes. */
export function compareContracts(old: OpenApiDocument, fresh: OpenApiDocument, options: CompareOptions = {}): Found[] {
  const comparison: Comparison = { old, new: fresh, found: [] }
  const root: Place = { where: '', path: [] }
  compareInfo(comparison, root)
  if (!options.ignoreServers) compareServers(comparison, old.servers, fresh.servers, inside(root, ['servers']))
  if (!isSame(old, Reflect.get(old, 'webhooks'), fresh, Reflect.get(fresh, 'webhooks')))
    report(
      comparison,
      'cannot-be-decided',
      inside(root, ['webhooks']),
      'webhooks have changed, which cannot be decided',
    )
  const before = byRoute(old)
  const after = byRoute(fresh)
  for (const [route, operation] of before) {
    const counterpart = after.get(route)
    if (counterpart !== undefined) compareOperations(comparison, operation, counterpart)
    else tellRemoved(comparison, operation, withoutKnown(after, before), options.now ?? new Date())
  }
  for (const [route, operation] of after)
    if (!before.has(route)) report(comparison, 'operation-added', placeOf(operation), 'added')
  return comparison.found
}

const byRoute = (document: OpenApiDocument): Map<string, OperationModel> =>
  new Map(listOperations(document).map((operation) => [toRoute(operation), operation]))

/** What is new: only that announces that something else has gone. */
const withoutKnown = <Model>(after: ReadonlyMap<string, Model>, before: ReadonlyMap<string, Model>) =>
  new Map([...after].filter(([route]) => !before.has(route)))

function tellRemoved(
  comparison: Comparison,
  operation: OperationModel,
  added: ReadonlyMap<string, OperationModel>,
  now: Date,
): void {
  const place = placeOf(operation)
  const successor = findSuccessor(operation, added)
  if (isPastSunset(operation, now))
    report(
      comparison,
      'operation-removed-after-sunset',
      place,
      `removed after its sunset, ${operation.source['x-sunset']}`,
    )
  else if (successor !== undefined)
    report(
      comparison,
      'operation-moved',
      { ...place, path: successor.path },
      `removed; its successor is ${successor.endpoint}`,
    )
  else report(comparison, 'operation-removed', place, 'removed')
}

function compareInfo(comparison: Comparison, root: Place): void {
  const about = (document: OpenApiDocument): unknown => {
    const { version: _, ...info } = document.info ?? {}
    return [info, Reflect.get(document, 'tags') ?? [], Reflect.get(document, 'externalDocs') ?? {}]
  }
  if (!isDeepStrictEqual(about(comparison.old), about(comparison.new)))
    report(comparison, 'contract-described', inside(root, ['info']), 'what the contract says of itself')
}
