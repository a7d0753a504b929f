import { isDeepStrictEqual } from 'node:util'
import type { OpenApiDocument } from '../contract/document.ts'
import { listOperations } from '../contract/operations.ts'

/**
 * Says in which operations a published contract differs from ours.
 *
 * @param published as `/<service>/-/openapi.json` answers; its `servers` are the deployment's own
 * @returns undefined where they are the same
 * @example
 * compareContracts(ours, theirs) // 'it has no getColor; listColors differs'
 */
export function compareContracts(ours: OpenApiDocument, published: OpenApiDocument): string | undefined {
  const { servers: _own, ...expected } = JSON.parse(JSON.stringify(ours)) as OpenApiDocument
  const { servers: _its, ...found } = published
  if (isDeepStrictEqual(expected, found)) return undefined
  const own = byId(ours)
  const its = byId(published)
  const lacking = [...own.keys()].filter((id) => !its.has(id))
  const further = [...its.keys()].filter((id) => !own.has(id))
  const changed = [...own].filter(([id, text]) => its.has(id) && its.get(id) !== text).map(([id]) => id)
  const said = [
    ...(lacking.length > 0 ? [`it has no ${lacking.join(', ')}`] : []),
    ...(further.length > 0 ? [`it has ${further.join(', ')}, which is not known here`] : []),
    ...(changed.length > 0 ? [`${changed.join(', ')} ${changed.length === 1 ? 'differs' : 'differ'}`] : []),
  ]
  return said.length > 0 ? said.join('; ') : 'what its operations share differs, such as schemas'
}

/** Each operation as a text that is equal where it is. */
function byId(document: OpenApiDocument): Map<string, string> {
  return new Map(
    listOperations(document).map(({ id, method, path, source, parameters }) => [
      id,
      JSON.stringify([method, path, source, parameters]),
    ]),
  )
}
