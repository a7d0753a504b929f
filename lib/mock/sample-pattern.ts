/** What a text is made from: how far to repeat what may repeat, and which of several characters to take. */
interface Making {
  extra: number
  shift: number
  taken: number
}

type Piece = (making: Making) => string

const letters = 'abcdefghijklmnopqrstuvwxyz'
const digits = '1234567890'
const word = `${letters}${letters.toUpperCase()}${digits}_`
const printable = `${letters}${letters.toUpperCase()}${digits} -_.,:;!?/@#$%&*+=~'"()[]{}<>|^\`\\`

/**
 * Texts that a regular expression describes, for the usual kinds of pattern: literals, classes, groups, alternatives
 * and quantifiers. Assertions are passed over, so a text has still to be tested.
 *
 * @returns a function from a number of repetitions beyond the least, and a shift through the characters of a class;
 *   undefined where the pattern has something else in it
 * @example
 * textsOf('^[A-Z]{2}-\\d+$')?.(2, 0) // 'AB-345'
 */
export function textsOf(pattern: string): ((extra: number, shift: number) => string) | undefined {
  try {
    const piece = new PatternReader(pattern).read()
    return (extra, shift) => piece({ extra, shift, taken: 0 })
  } catch {
    return undefined
  }
}

class PatternReader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  read(): Piece {
    const piece = this.#alternatives()
    if (this.#at < this.#text.length) throw new Error('unbalanced')
    return piece
  }

  #alternatives(): Piece {
    const branches = [this.#sequence()]
    while (this.#take('|')) branches.push(this.#sequence())
    return (making) => branches[making.shift % branches.length]?.(making) ?? ''
  }

  #sequence(): Piece {
    const pieces: Piece[] = []
    while (this.#at < this.#text.length && !/[|)]/.test(this.#peek())) pieces.push(this.#quantified())
    return (making) => pieces.map((piece) => piece(making)).join('')
  }

  #quantified(): Piece {
    const piece = this.#atom()
    const [min, max] = this.#quantity()
    if (min === 1 && max === 1) return piece
    return (making) => {
      let text = ''
      for (let times = Math.min(max, min + making.extra); times > 0; times--) text += piece(making)
      return text
    }
  }

  #quantity(): [min: number, max: number] {
    const [, sign, from, comma, to] = this.#match(/^(?:([?*+])|\{(\d+)(,?)(\d*)\})\??/) ?? []
    if (sign === '?') return [0, 1]
    if (sign !== undefined) return [sign === '+' ? 1 : 0, Number.POSITIVE_INFINITY]
    if (from === undefined) return [1, 1]
    return [Number(from), comma === '' ? Number(from) : to ? Number(to) : Number.POSITIVE_INFINITY]
  }

  #atom(): Piece {
    if (this.#match(/^(?:\^|\$|\\[bB])/) !== undefined) return () => ''
    if (this.#take('(')) return this.#group()
    if (this.#take('.')) return oneOf(letters)
    if (this.#take('[')) return oneOf(this.#classMembers())
    if (this.#peek() === '\\') return oneOf(this.#escape())
    const [literal = ''] = this.#match(/^[^?*+{}()|[\]]/u) ?? fail()
    return () => literal
  }

  #group(): Piece {
    const [, look] = this.#match(/^\?(?:(=|!|<=|<!)|:|<\w+>)/) ?? []
    const inside = this.#alternatives()
    if (!this.#take(')')) fail()
    return look === undefined ? inside : () => ''
  }

  #classMembers(): string {
    const negated = this.#take('^')
    let members = ''
    while (!this.#take(']')) {
      const from = this.#classCharacter()
      if (this.#peek() !== '-' || this.#text[this.#at + 1] === ']' || from.length !== 1) members += from
      else {
        this.#at++
        members += range(from, this.#classCharacter())
      }
    }
    return negated ? [...printable].filter((character) => !members.includes(character)).join('') : members
  }

  #classCharacter(): string {
    return this.#peek() === '\\' ? this.#escape() : (this.#match(/^./su)?.[0] ?? fail())
  }

  /** The characters that an escape stands for. */
  #escape(): string {
    const [, code, property] = this.#match(/^\\(?:u\{?([0-9a-fA-F]{4,6})\}?|[pP]\{([^}]*)\})/) ?? []
    if (code !== undefined) return String.fromCodePoint(Number.parseInt(code, 16))
    if (property !== undefined) return /^(?:N|Nd)$/.test(property) ? digits : /^Lu$/.test(property) ? 'ABC' : letters
    const [, name = fail()] = this.#match(/^\\(.)/su) ?? []
    const classes: Record<string, string> = {
      d: digits,
      w: word,
      s: ' ',
      D: letters,
      W: '-',
      S: letters,
      n: '\n',
      t: '\t',
    }
    return classes[name] ?? (/[\w]/.test(name) ? fail() : name)
  }

  #peek(): string {
    return this.#text[this.#at] ?? ''
  }

  #take(character: string): boolean {
    if (this.#peek() !== character) return false
    this.#at++
    return true
  }

  #match(expression: RegExp): RegExpExecArray | undefined {
    const found = expression.exec(this.#text.slice(this.#at))
    if (found === null) return undefined
    this.#at += found[0].length
    return found
  }
}

function oneOf(characters: string): Piece {
  const members = [...characters]
  if (members.length === 0) fail()
  return (making) => members[(making.shift + making.taken++) % members.length] ?? ''
}

function range(from: string, to: string): string {
  const first = from.codePointAt(0) ?? 0
  const last = Math.min(to.codePointAt(0) ?? 0, first + 100)
  const members: string[] = []
  for (let code = first; code <= last; code++) members.push(String.fromCodePoint(code))
  return members.join('')
}

function fail(): never {
  throw new Error('This pattern is beyond the sampler.')
}
