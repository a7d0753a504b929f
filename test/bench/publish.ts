import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Table } from './bench.ts'
import { percent } from './format.ts'
import { toMarkdown } from './print.ts'
import { checkout } from './subject.ts'

const file = join(checkout, 'docs', 'reference', 'performance.md')

/** More than this of the machine in other hands, and a figure says more about them than about the kit. */
export const mostOthers = 0.05

/** Where and how a table was made; stands above it. */
export interface Origin {
  machine: string
  command: string
  generator: string
  others: number | undefined
}

/**
 * Writes the tables of a bench into the document, between its markers.
 *
 * @throws where others used too much of the machine, or that cannot be known
 */
export function publish(bench: string, tables: readonly Table[], origin: Origin): void {
  const { machine, command, generator, others } = origin
  if (others === undefined || others > mostOthers)
    throw new Error(`${bench} is not published: ${describeOthers(others)}`)
  const [begin, end] = [`<!-- bench:${bench} -->`, `<!-- /bench:${bench} -->`]
  const text = readFileSync(file, 'utf8')
  const [from, to] = [text.indexOf(begin), text.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`docs/reference/performance.md has no markers ${begin} … ${end}`)
  const date = new Date().toISOString().slice(0, 10)
  const source = `\`${command}\`, ${date}; ${machine}; ${generator}; others used ${percent(others)} of the machine.`
  const body = [begin, '', source, '', ...tables.map(toMarkdown), ''].join('\n')
  writeFileSync(file, `${text.slice(0, from)}${body}${text.slice(to)}`)
}

/** Why figures are not to be trusted, for a person; undefined where they are. */
export function describeOthers(others: number | undefined): string | undefined {
  if (others === undefined) return 'what others used of the machine is not known here (no /proc/stat).'
  if (others <= mostOthers) return undefined
  return `others used ${percent(others)} of the machine (more than ${percent(mostOthers)}): run it on a quiet one.`
}
