/** Where a line that is being written has got to, inside of a call. */
export interface OpenCall {
  /** What is called: `call.getProduct`. */
  callee: string
  /** Which argument, from 0, and the texts of those before it. */
  argument: number
  before: readonly string[]
  /** The names that lead to the place inside of the argument: `['path']` in `f({ path: {`. */
  keys: readonly string[]
  /** Whether a name is to be written next, or a value. */
  expects: 'name' | 'value'
  /** What is there of it already; a text begins with its quote. */
  partial: string
  /** Names that the object has already. */
  given: readonly string[]
}

interface Frame {
  kind: '(' | '{' | '['
  callee: string
  /** Where the current argument or value begins. */
  start: number
  before: string[]
  key: string | undefined
  given: string[]
}

const closing: Record<string, string> = { ')': '(', '}': '{', ']': '[' }

/**
 * Finds the innermost call that a line is still inside of, by brackets and quotes alone: the line cannot be parsed, since
 * it is not complete.
 *
 * @param wanted says which calls count
 * @returns undefined where the line is in none of them
 * @example
 * scanCall("await call.getProduct({ path: { pro", (callee) => callee.startsWith('call.'))
 * // { callee: 'call.getProduct', argument: 0, before: [], keys: ['path'], expects: 'name', partial: 'pro', given: [] }
 */
export function scanCall(line: string, wanted: (callee: string) => boolean): OpenCall | undefined {
  const frames: Frame[] = []
  let at = 0
  while (at < line.length) {
    const character = line[at] ?? ''
    const top = frames.at(-1)
    if (/['"`]/.test(character)) {
      const end = endOfText(line, at)
      if (end === undefined) return describe(frames, line.slice(at), wanted)
      at = end
      continue
    }
    if (character === '(' || character === '{' || character === '[') frames.push(open(line, at, character))
    else if (closing[character] !== undefined && top?.kind === closing[character]) frames.pop()
    else if (character === ':' && top?.kind === '{' && top.key === undefined) {
      top.key = unquote(line.slice(top.start, at).trim())
      top.given.push(top.key)
    } else if (character === ',' && top !== undefined) {
      if (top.kind === '(') top.before.push(line.slice(top.start, at).trim())
      top.key = undefined
      top.start = at + 1
    }
    at++
  }
  return describe(frames, /[\w$]*$/.exec(line)?.[0] ?? '', wanted)
}

function open(line: string, at: number, kind: Frame['kind']): Frame {
  const callee = kind === '(' ? (/[\w$.]+$/.exec(line.slice(0, at))?.[0] ?? '') : ''
  return { kind, callee, start: at + 1, before: [], key: undefined, given: [] }
}

/** Behind the quote that ends a text; undefined where it goes on. */
function endOfText(line: string, start: number): number | undefined {
  for (let at = start + 1; at < line.length; at++) {
    if (line[at] === '\\') at++
    else if (line[at] === line[start]) return at + 1
  }
  return undefined
}

function describe(
  frames: readonly Frame[],
  partial: string,
  wanted: (callee: string) => boolean,
): OpenCall | undefined {
  const from = frames.findLastIndex(({ kind, callee }) => kind === '(' && wanted(callee))
  const call = frames[from]
  const inside = frames.slice(from + 1)
  if (call === undefined || inside.some(({ kind }) => kind === '(')) return undefined
  const top = inside.at(-1)
  return {
    callee: call.callee,
    argument: call.before.length,
    before: call.before,
    keys: inside.flatMap(({ key }) => (key === undefined ? [] : [key])),
    expects: top?.kind === '{' && top.key === undefined ? 'name' : 'value',
    partial,
    given: top?.given ?? [],
  }
}

const unquote = (text: string): string => text.replace(/^(['"])(.*)\1$/, '$2')
