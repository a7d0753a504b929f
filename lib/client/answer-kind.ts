import type { BodyKind } from './descriptor.ts'

/** How an answer is read: as the contract says of its media type itself, else of a range: `image/*`. */
export function answerKind(types: Readonly<Record<string, BodyKind>>, type: string): BodyKind | undefined {
  return types[type] ?? types[`${type.split('/')[0]}/*`] ?? types['*/*']
}
