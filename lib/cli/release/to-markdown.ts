import { plain } from '../diff/plain.ts'

/** As CommonMark has it (6.1): as many marks at the end as at the beginning, neither more nor fewer. */
const code = /(?<!`)(`+)(?!`)(?:.+?)(?<!`)\1(?!`)/g

/** So that no word is taken for Markdown or HTML, except for code; addresses of people go. It is one line, in a list. */
export function toMarkdown(said: string): string {
  const clean = plain(said.replace(/<?[\w.+-]+@(?:[\w-]+\.)+[a-z]{2,}>?/gi, '…'))
  let end = 0
  const parts: string[] = []
  for (const { 0: span, index } of clean.matchAll(code)) {
    parts.push(escapeMarks(clean.slice(end, index)), span)
    end = index + span.length
  }
  parts.push(escapeMarks(clean.slice(end)))
  return escapeBegin(parts.join(''))
}

const escapeMarks = (text: string): string => text.replace(/[\\`*_~<>[\]]|&(?=#?\w+;)/g, (sign) => `\\${sign}`)

/** What would begin a heading, a rule or another list. */
const escapeBegin = (text: string): string =>
  text.replace(/^[#+=-]/, String.raw`\$&`).replace(/^(\d+)([.)])/, String.raw`$1\$2`)
