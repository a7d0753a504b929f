import { isReference, type OpenApiDocument, resolve } from '../document.ts'
import { annotations } from './annotations.ts'

/**
 * Whether two parts of two documents mean the same: whatever their `$ref`s are called, and whatever is said about them.
 * What is recursive is the same until a difference is found.
 */
export function isSame(old: OpenApiDocument, before: unknown, fresh: OpenApiDocument, after: unknown): boolean {
  const assumed = new Map<unknown, Set<unknown>>()
  const compare = (left: unknown, right: unknown): boolean => {
    const [one, other] = [follow(old, left), follow(fresh, right)]
    if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return one === other
    const seen = assumed.get(one) ?? new Set()
    if (seen.has(other)) return true
    assumed.set(one, seen.add(other))
    if (Array.isArray(one) !== Array.isArray(other)) return false
    const keys = new Set([...meaningful(one), ...meaningful(other)])
    return [...keys].every((key) => compare(Reflect.get(one, key), Reflect.get(other, key)))
  }
  return compare(before, after)
}

const follow = (document: OpenApiDocument, node: unknown): unknown =>
  isReference(node) && Object.keys(node).length === 1 ? resolve<unknown>(document, node) : node

const meaningful = (node: object): string[] =>
  Array.isArray(node)
    ? Object.keys(node)
    : Object.keys(node).filter((key) => !annotations.has(key) && !key.startsWith('x-'))
