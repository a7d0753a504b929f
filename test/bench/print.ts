import { styleText } from 'node:util'
import { toColumns } from '../../lib/cli/columns.ts'
import type { Table } from './bench.ts'

/** A table for the terminal. */
export function printTable({ title, head, rows, notes }: Table): string {
  const bold = styleText('bold', title, { stream: process.stdout })
  return ['', bold, '', toColumns(head, rows), '', ...notes.map((note) => note.replaceAll('**', '')), ''].join('\n')
}

/** A table for a document. Columns of figures are aligned to the right. */
export function toMarkdown({ title, head, rows, notes }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  const rule = head.map((_, column) => (column === 0 ? '---' : '--:'))
  return [
    `### ${title}`,
    '',
    line(head),
    line(rule),
    ...rows.map(line),
    '',
    ...notes.map((note) => `- ${note}`),
    '',
  ].join('\n')
}
