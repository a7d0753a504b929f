import { StringDecoder } from 'node:string_decoder'

/** A line that is longer is handed on in pieces: no log of ours has one, and memory is to stay as it is. */
const longest = 4_194_304

export interface LineSplitter {
  /** @returns the lines that are whole now, without their line feeds */
  add: (bytes: Buffer) => string[]
  /** @returns what is left without a line feed at its end */
  end: () => string[]
}

/** Splits a stream of UTF-8 into lines, each character read once. */
export function createLineSplitter(): LineSplitter {
  const decoder = new StringDecoder('utf8')
  let begun: string[] = []
  let length = 0

  const finish = (text: string): string => {
    const whole = begun.length === 0 ? text : begun.join('') + text
    begun = []
    length = 0
    return whole
  }

  return {
    add(bytes) {
      const lines = decoder.write(bytes).split('\n')
      const rest = lines.pop() ?? ''
      if (lines[0] !== undefined) lines[0] = finish(lines[0])
      if (rest !== '') begun.push(rest)
      length += rest.length
      if (length > longest) lines.push(finish(''))
      return lines
    },
    end() {
      const text = finish(decoder.end())
      return text === '' ? [] : [text]
    },
  }
}
