import type { Json } from '../contract/document.ts'

const width = 100

/** A value of the contract as one writes it in JavaScript; on one line where it fits. */
export function printValue(value: Json | undefined, indent = ''): string {
  const line = onOneLine(value)
  if (typeof value !== 'object' || value === null || indent.length + line.length <= width) return line
  const inner = `${indent}  `
  if (Array.isArray(value))
    return `[\n${value.map((item) => `${inner}${printValue(item, inner)},\n`).join('')}${indent}]`
  const members = Object.entries(value).map(([name, item]) => `${inner}${keyOf(name)}: ${printValue(item, inner)},\n`)
  return `{\n${members.join('')}${indent}}`
}

function onOneLine(value: Json | undefined): string {
  if (typeof value === 'string')
    return `'${JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined'
  if (Array.isArray(value)) return `[${value.map(onOneLine).join(', ')}]`
  const members = Object.entries(value).map(([name, item]) => `${keyOf(name)}: ${onOneLine(item)}`)
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`
}

const keyOf = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : onOneLine(name))
