/** What an index can order by. */
export type Indexable = string | number | boolean

const view = new DataView(new ArrayBuffer(8))

/**
 * Encodes values as one text whose order by bytes is the order of the values: booleans before numbers before strings,
 * numbers by value, strings by code point. Every driver orders by this text, so all of them order alike.
 *
 * @example
 * encodeSortKey([9]) < encodeSortKey([10]) // true, unlike '9' < '10'
 */
export function encodeSortKey(values: readonly Indexable[]): string {
  return values.map(encodeValue).join('')
}

function encodeValue(value: Indexable): string {
  if (typeof value === 'boolean') return value ? 'b1!' : 'b0!'
  if (typeof value === 'number') return `n${encodeNumber(value)}!`
  return `s${encodeText(value)}!`
}

/** The bits of a double order like the number once the sign is flipped, and all bits of a negative one. */
function encodeNumber(value: number): string {
  if (Number.isNaN(value)) throw new RangeError('NaN has no place in an order')
  view.setFloat64(0, value === 0 ? 0 : value)
  const bits = view.getBigUint64(0)
  const ordered = bits >> 63n === 0n ? bits | (1n << 63n) : BigInt.asUintN(64, ~bits)
  return ordered.toString(16).padStart(16, '0')
}

/**
 * '!' ends a value, so that no text can be mistaken for a longer one's beginning. It and what is below it is written as
 * '"' and its code, which stays above '!' and below every other character.
 */
function encodeText(text: string): string {
  return text
    .toWellFormed()
    .replace(escaped, (character) => `"${character.charCodeAt(0).toString(16).padStart(2, '0')}`)
}

/** Everything up to and including '"'. */
const escaped = /[^#-\u{10ffff}]/gu

/** Above everything that is encoded with these values first: what may follow is another value, or nothing. */
export const endOfValues = (encoded: string): string => `${encoded}~`

/**
 * Above every text that begins as this one does: any character may follow, so that the last one is raised by one.
 *
 * @param begun the encoding of a text without the '!' that ends it
 */
export function endOfPrefix(begun: string): string {
  const characters = [...begun]
  let last = characters.pop()
  // Nothing is above the highest character; the 's' before every text ends this.
  while (last === highest) last = characters.pop()
  const code = (last?.codePointAt(0) ?? 0) + 1
  return `${characters.join('')}${String.fromCodePoint(code === firstSurrogate ? afterSurrogates : code)}`
}

const highest = '\u{10ffff}'
/** Surrogates are no characters of a well-formed text. */
const firstSurrogate = 0xd800
const afterSurrogates = 0xe000
