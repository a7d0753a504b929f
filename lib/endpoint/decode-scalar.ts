import type { Scalar } from './operation.ts'

const integer = /^-?(?:0|[1-9]\d*)$/
const number = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/

/**
 * Reads the text of a parameter as the first of `types` that it can be. A text that none fits stays text, so that the
 * validator says what is wrong with it. Nothing is rounded: an integer beyond 2^53 - 1 stays text.
 *
 * @example
 * decodeScalar('12', ['integer']) // 12
 * decodeScalar('1e3', ['integer']) // '1e3'
 */
export function decodeScalar(text: string, types: readonly Scalar[]): unknown {
  for (const type of types) {
    if (type === 'string') return text
    if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true'
    if (type === 'null' && text === 'null') return null
    if (type === 'integer' && integer.test(text) && Number.isSafeInteger(Number(text))) return Number(text)
    if (type === 'number' && number.test(text) && isExact(text)) return Number(text)
  }
  return text
}

/** The types of a declared property. Of own ones only: a client may send a key like `constructor`, which is text. */
export function typesOf(properties: Readonly<Record<string, Scalar[]>> | undefined, name: string): readonly Scalar[] {
  return properties !== undefined && Object.hasOwn(properties, name) ? (properties[name] ?? text) : text
}

const text: readonly Scalar[] = ['string']

/** An integer written out in digits is a number only where a double holds it exactly; and nothing becomes infinite. */
function isExact(text: string): boolean {
  const value = Number(text)
  return integer.test(text) ? Number.isSafeInteger(value) : Number.isFinite(value)
}

/** Why a text could not be read as a number, where the reason is its size. */
export function isTooLargeInteger(value: unknown): boolean {
  return typeof value === 'string' && integer.test(value) && !Number.isSafeInteger(Number(value))
}
