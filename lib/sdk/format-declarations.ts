import { wrapText } from '../docs/wrap-text.ts'

const width = 120

/**
 * Indents declarations by their braces, wraps long comments and unions, and drops the parentheses that nothing needs.
 * A formatter for what the kit's own printers write, and for nothing else.
 */
export function formatDeclarations(text: string): string {
  const lines: string[] = []
  let depth = 0
  /** Between `<` at the end of a line and `>` at the beginning of another. */
  let inAngles = false
  let comment: string[] | undefined
  for (const line of text.split('\n').map((written) => written.trim())) {
    if (line === '/**') comment = []
    else if (line === '*/' && comment !== undefined) {
      lines.push(...formatComment(comment, '  '.repeat(depth)))
      comment = undefined
    } else if (comment !== undefined) comment.push(line.replace(/^\* ?/, ''))
    else {
      const bare = withoutParentheses(line)
      if (line.startsWith('>')) inAngles = false
      const { opened, closed, leading } = countBraces(bare)
      lines.push(...wrapUnion(`${'  '.repeat(depth - leading + (inAngles ? 1 : 0))}${bare}`.trimEnd()))
      if (line.endsWith('<')) inAngles = true
      depth += opened - closed
    }
  }
  return `${lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`
}

/** A comment of one line is written on one line. */
function formatComment(comment: string[], indent: string): string[] {
  const [only = ''] = comment
  const short = `${indent}/** ${only} */`
  if (comment.length === 1 && short.length <= width) return [short]
  const room = `${indent} * `
  const body = comment.flatMap((line) =>
    // What is set in columns, such as code, is left as it is.
    room.length + line.length <= width || /^\s|^[|>]/.test(line)
      ? [`${room}${line}`.trimEnd()]
      : wrapText(line, room).trimEnd().split('\n'),
  )
  return [`${indent}/**`, ...body, `${indent} */`]
}

const pieces = /"(?:[^"\\]|\\.)*"|\((\w+|"(?:[^"\\]|\\.)*")\)/g

/** `("EUR") | ("USD")` says no more than `"EUR" | "USD"`. */
const withoutParentheses = (line: string): string =>
  line.replace(pieces, (whole, inner: string | undefined) => inner ?? whole)

function countBraces(line: string): { opened: number; closed: number; leading: number } {
  const bare = line.replace(/"(?:[^"\\]|\\.)*"/g, '')
  return {
    opened: bare.match(/[{]/g)?.length ?? 0,
    closed: bare.match(/[}]/g)?.length ?? 0,
    leading: /^\}+/.exec(bare)?.[0].length ?? 0,
  }
}

/** A bar between two types, and not one that a literal has: an even number of quotes follows. */
const outsideOfTexts = / \| (?=(?:[^"\\]|\\.|"(?:[^"\\]|\\.)*")*$)/

function wrapUnion(line: string): string[] {
  if (line.length <= width) return [line]
  const parts = line.split(outsideOfTexts)
  if (parts.length < 3) return [line]
  const indent = `${/^ */.exec(line)?.[0] ?? ''}  `
  const lines: string[] = []
  for (const [at, part] of parts.entries()) {
    const last = lines.at(-1)
    const text = at === 0 ? part : `| ${part}`
    if (last !== undefined && last.length + text.length < width) lines[lines.length - 1] = `${last} ${text}`
    else lines.push(at === 0 ? text : `${indent}${text}`)
  }
  return lines
}
