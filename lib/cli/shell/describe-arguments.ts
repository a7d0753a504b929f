import { clientName } from '../../contract/client-module.ts'
import type { OpenApiDocument } from '../../contract/document.ts'
import { listOperations } from '../../contract/operations.ts'
import { listCollections } from '../../store/store.ts'
import { type Shape, shapeOfCall } from './call-shape.ts'
import type { DescribeArguments } from './complete.ts'
import type { LoadedService } from './load-services.ts'
import { storeName } from './stores.ts'

const anything: Shape = {}

/** What the functions of a shell take, by the contracts and by what collections declare. */
export function createDescribeArguments(services: () => readonly LoadedService[]): DescribeArguments {
  return async (callee, before) => {
    const [root, ...rest] = callee.split('.')
    if (root === 'store') return describeStore(rest[0] ?? '', rest[1] ?? '', before)
    const operation = rest.at(-1)
    const owner = rest.length === 2 ? rest[0] : undefined
    for (const { name, operations, loadContract } of services()) {
      if (owner !== undefined && owner !== clientName(name)) continue
      if (!operations.some(({ id }) => id === operation)) continue
      const document = JSON.parse(await loadContract()) as OpenApiDocument
      const model = listOperations(document).find(({ id }) => id === operation)
      if (model !== undefined) return [shapeOfCall(document, model)]
    }
    return undefined
  }
}

function describeStore(collection: string, method: string, before: readonly string[]): Shape[] | undefined {
  const found = listCollections().find(({ name }) => storeName(name) === collection)
  if (found === undefined) return undefined
  const { indexes } = found.description
  if (method === 'replace' || method === 'remove') return [anything, ofNames(['ifVersion'])]
  if (method !== 'query') return undefined
  const asked = /^['"](.*)['"]$/.exec(before[0] ?? '')?.[1] ?? ''
  const fields = Object.hasOwn(indexes, asked) ? (indexes[asked] ?? []) : Object.values(indexes).flat()
  const options = {
    equals: ofNames(fields),
    from: anything,
    to: anything,
    prefix: anything,
    limit: anything,
    cursor: anything,
    descending: { values: ['true', 'false'] },
  }
  return [{ values: Object.keys(indexes).map((name) => `'${name}'`) }, { members: () => options }]
}

const ofNames = (names: readonly string[]): Shape => ({
  members: () => Object.fromEntries(names.map((name) => [name, anything])),
})
