import type { SchemaObject } from '../contract/document.ts'
import { textsOf } from './sample-pattern.ts'
import { matches, strictest } from './sample-schema.ts'
import { formats, usual } from './sample-words.ts'

/** How many texts of one kind are tried. */
const tries = 100

interface Length {
  min: number
  max: number
}

/**
 * Texts to try, the likeliest first: by format, by the property's name, by pattern, and words that are just long enough.
 * All but the last have the right length and match the patterns; formats are for others to check.
 *
 * @param parts the schema, flattened
 */
export function* strings(parts: readonly SchemaObject[], name: string): Generator<string> {
  const length = {
    min: strictest(parts, 'minLength', Math.max) ?? 0,
    max: strictest(parts, 'maxLength', Math.min) ?? Number.POSITIVE_INFINITY,
  }
  const patterns = parts.flatMap(({ pattern }) => (typeof pattern === 'string' ? [pattern] : []))
  for (const text of candidates(parts, name, length, patterns)) {
    const size = [...text].length
    if (size >= length.min && size <= length.max && patterns.every((pattern) => matches(pattern, text))) yield text
  }
  // A pattern beyond us: a text that is wrong is still better than none.
  yield words(name)(0, 0)
}

function* candidates(
  parts: readonly SchemaObject[],
  name: string,
  length: Length,
  patterns: string[],
): Generator<string> {
  for (const format of formatsOf(parts)) {
    for (const variant of [format, `short ${format}`]) yield* fitted(length, formats[variant])
  }
  const texts = usual.find(([expression]) => expression.test(name))?.[1]
  for (const series of texts === undefined ? [words(name)] : [texts, words(name)]) {
    for (const text of fitted(length, series)) yield* patterns.length > 0 ? inCases(text) : [text]
  }
  for (const pattern of patterns) yield* described(length, pattern)
}

function formatsOf(parts: readonly SchemaObject[]): string[] {
  const named = parts.flatMap(({ format }) => (format === undefined ? [] : [format]))
  return parts.some(({ contentEncoding }) => contentEncoding === 'base64') ? [...named, 'byte'] : named
}

/** The property's own name as words: what a reader learns most from. */
function words(name: string): (at: number, pad: number) => string {
  const plain =
    name
      .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
      .replace(/[_-]+/g, ' ')
      .trim()
      .toLowerCase() || 'text'
  return (at) => (at === 0 ? plain : `${plain} ${at + 1}`)
}

/** Texts of a series, cut or stretched where that is the only way to the length. */
function* fitted({ min, max }: Length, texts: ((at: number, pad: number) => string) | undefined): Generator<string> {
  if (texts === undefined) return
  for (let at = 0; at < tries; at++) {
    const text = texts(at, 0)
    const size = [...text].length
    yield text
    // Three more, for what grows by more than one character at a time.
    if (size < min) for (let more = 0; more <= 3; more++) yield texts(at, min - size + more)
    if (size < min) yield lengthen(text, min - size)
    if (size > max) yield cut(text, max, at)
  }
}

function lengthen(text: string, missing: number): string {
  const filler = ` ${text || 'text'}`
  return (text + filler.repeat(Math.ceil(missing / filler.length)).slice(0, missing)).replace(/ $/, 's')
}

/** The beginning; later texts of a series are told apart by their last character. */
function cut(text: string, max: number, at: number): string {
  if (max <= 0) return ''
  const start = [...text].slice(0, max)
  if (at > 0) start[max - 1] = at.toString(36)
  return start.join('')
}

/** Texts that a pattern describes: a few repetitions first, then as many as the length asks for. */
function* described({ min, max }: Length, pattern: string): Generator<string> {
  const texts = textsOf(pattern)
  if (texts === undefined) return
  for (let shift = 0; shift < tries; shift++) {
    for (const extra of [2, 1, 0, 3, 5, 8]) yield texts(extra, shift)
    // Where a pattern does not say how a text begins or ends, anything may stand there.
    const core = texts(1, shift)
    const filler = `${shift + 1}${'a'.repeat(Math.max(0, min - core.length))}`
    if (!pattern.endsWith('$')) yield `${core}${filler}`
    if (!pattern.startsWith('^')) yield `${filler}${core}`
    for (let extra = 4; extra <= Math.min(min, 500); extra++) {
      const text = texts(extra, shift)
      yield text
      if (text.length > max) break
    }
  }
}

/** A text also in small and in capital letters and without its spaces: a pattern may ask for that. */
function inCases(text: string): string[] {
  return [
    text,
    text.toLowerCase(),
    text.toUpperCase(),
    text.replaceAll(' ', '-').toLowerCase(),
    text.replaceAll(' ', ''),
  ]
}
