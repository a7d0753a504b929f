import { isDeepStrictEqual } from 'node:util'

/** Keywords that say something about a schema and decide nothing (JSON Schema 2020-12, validation, section 9). */
export const annotations: ReadonlySet<string> = new Set([
  'title',
  'description',
  'summary',
  'example',
  'examples',
  'externalDocs',
  '$comment',
])

/** The annotations in which two objects differ, extensions included. */
export function changedAnnotations(before: object, after: object, others: readonly string[] = []): string[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return keys
    .filter((key) => annotations.has(key) || others.includes(key) || key.startsWith('x-'))
    .filter((key) => !isDeepStrictEqual(Reflect.get(before, key), Reflect.get(after, key)))
}
