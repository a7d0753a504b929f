import { toColumns } from '../columns.ts'
import { toCell } from '../table-cell.ts'

/** As narrow as a column may become, and as wide as a cell is shown. */
const narrowest = 10
const widest = 60
const gap = 2

/**
 * A list of objects as a table, or undefined where it is none. Columns that do not fit are left out, and named below.
 *
 * @param width of the terminal, in columns
 * @example
 * formatTable([{ id: 'a', size: 1 }, { id: 'b' }], 80) // 'id  size\na   1\nb'
 */
export function formatTable(list: readonly unknown[], width: number): string | undefined {
  if (list.length === 0 || !list.every(isRecord)) return undefined
  const all = [...new Set(list.flatMap((row) => Object.keys(row)))]
  const needed = all.map((name) => Math.max(name.length, ...list.map((row) => toText(row[name], widest).length)))
  for (let count = all.length; count > 0; count--) {
    const names = all.slice(0, count)
    const widths = shrink(needed.slice(0, count), names, width - gap * (count - 1))
    if (widths === undefined) continue
    const rows = list.map((row) => names.map((name, at) => toText(row[name], widths[at] ?? widest)))
    const left = all.slice(count)
    return `${toColumns(names, rows)}${left.length === 0 ? '' : `\n(no room for ${left.join(', ')})`}`
  }
  return undefined
}

/** Takes from the widest until all of them fit; no column becomes narrower than its name. */
function shrink(needed: readonly number[], names: readonly string[], room: number): number[] | undefined {
  const widths = [...needed]
  const least = names.map((name, at) => Math.min(needed[at] ?? 0, Math.max(name.length, narrowest)))
  for (let over = sum(widths) - room; over > 0; over--) {
    const spare = widths.map((width, at) => (width > (least[at] ?? 0) ? width : 0))
    const widestSpare = Math.max(...spare)
    if (widestSpare === 0) return undefined
    const at = spare.indexOf(widestSpare)
    widths[at] = widestSpare - 1
  }
  return widths
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)

function toText(value: unknown, width: number): string {
  if (value === undefined || value === null) return ''
  if (value instanceof Date) return value.toISOString()
  return toCell(typeof value === 'object' ? JSON.stringify(value) : String(value), width)
}

/** A plain object, of this realm or another: no list, no date, no bytes. */
function isRecord(value: unknown): value is Record<string, unknown> {
  return Object.prototype.toString.call(value) === '[object Object]'
}
