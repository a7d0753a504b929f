import { isReference, lookUp, type OpenApiDocument } from '../document.ts'
import { annotations } from './annotations.ts'

/** What the keys of an object are: words of the specification, names that somebody chose, or part of a value. */
type Keys = 'words' | 'names' | 'data'

/** Two parts that have to be the same. */
type Pair = [one: unknown, other: unknown, keys: Keys]

/**
 * Whether two parts of two documents mean the same: whatever their `$ref`s are called, and whatever is said about them.
 * What is recursive is the same until a difference is found. A list of what is left to compare, and no call within a
 * call, since large documents are deep.
 */
export function isSame(old: OpenApiDocument, before: unknown, fresh: OpenApiDocument, after: unknown): boolean {
  const assumed = new Map<unknown, Set<unknown>>()
  const left: Pair[] = [[before, after, 'words']]
  for (let pair = left.pop(); pair !== undefined; pair = left.pop()) {
    const [written, writtenNow, keys] = pair
    const [one, other] = keys === 'words' ? [follow(old, written), follow(fresh, writtenNow)] : [written, writtenNow]
    if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) {
      if (one !== other) return false
      continue
    }
    const seen = assumed.get(one) ?? new Set()
    if (seen.has(other)) continue
    assumed.set(one, seen.add(other))
    if (Array.isArray(one) !== Array.isArray(other)) return false
    for (const key of new Set([...meaningful(one, keys), ...meaningful(other, keys)])) {
      const [value, valueNow] = [own(one, key), own(other, key)]
      if (keys !== 'words' || Array.isArray(one)) left.push([value, valueNow, keys === 'names' ? 'words' : keys])
      else if (key === '$ref' && isReference(one) && isReference(other))
        left.push([lookUp(old, one.$ref), lookUp(fresh, other.$ref), keys])
      else if (isSet(key, value, valueNow)) left.push([sorted(value), sorted(valueNow), 'data'])
      else left.push([value, valueNow, keysBelow(key)])
    }
  }
  return true
}

function follow(document: OpenApiDocument, node: unknown): unknown {
  let current = node
  for (let hops = 0; hops < 50 && isReference(current) && meaningful(current, 'words').length === 1; hops++)
    current = lookUp(document, current.$ref)
  return current
}

const own = (node: object, key: string): unknown => (Object.hasOwn(node, key) ? Reflect.get(node, key) : undefined)

const meaningful = (node: object, keys: Keys): string[] =>
  keys === 'words' && !Array.isArray(node)
    ? Object.keys(node).filter((key) => !annotations.has(key) && !key.startsWith('x-'))
    : Object.keys(node)

/** A property may be called `title`, and a value may have one, which both mean something. */
function keysBelow(key: string): Keys {
  if (/^(?:const|enum|default)$/.test(key)) return 'data'
  return /^(?:properties|patternProperties|dependentSchemas|dependentRequired|\$defs|mapping|scopes|headers|content|encoding|responses)$/.test(
    key,
  )
    ? 'names'
    : 'words'
}

/** Lists whose order says nothing. */
const isSet = (key: string, ...lists: unknown[]): boolean =>
  /^(?:required|enum|type)$/.test(key) && lists.every((list) => Array.isArray(list))

const sorted = (list: unknown): unknown => (list as unknown[]).map((item) => JSON.stringify(item)).sort()
