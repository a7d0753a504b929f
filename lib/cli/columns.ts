import { styleText } from 'node:util'

/** A table for the terminal: a bold head, columns as wide as their widest cell. */
export function toColumns(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((cells) => (cells[column] ?? '').length)),
  )
  const format = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  return [styleText('bold', format(head), { stream: process.stdout }), ...rows.map(format)].join('\n')
}
