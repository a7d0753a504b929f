/**
 * Applies a JSON merge patch: members of the patch replace those of the target, `null` removes, objects are merged.
 * Neither of the two is changed.
 *
 * Source: RFC 7396, section 2.
 *
 * @example
 * mergePatch({ a: 'b', c: { d: 1, e: 2 } }, { a: null, c: { d: 3 } }) // { c: { d: 3, e: 2 } }
 */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch
  // A map, so that a member called __proto__ is a member like any other.
  const merged = new Map<string, unknown>(isObject(target) ? Object.entries(target) : [])
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) merged.delete(name)
    else merged.set(name, mergePatch(merged.get(name), value))
  }
  return Object.fromEntries(merged)
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
