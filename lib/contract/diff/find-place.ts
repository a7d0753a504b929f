import { existsSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { getLineColLocation, parseYaml, Source } from '@redocly/openapi-core'
import { escapePointer } from '../document.ts'

/** Where something stands in the files of a contract. */
export interface FilePlace {
  /** Absolute path. */
  file: string
  line: number
  /** A JSON Pointer into that file. */
  pointer: string
}

type FindPlace = (file: string, path: readonly string[]) => FilePlace

interface Node {
  file: string
  keys: string[]
  value: unknown
}

/**
 * Makes a finder of places: it follows the keys as a reader would, over every `$ref` and through `allOf`, into other files.
 * What is not there any more is found where it was: at its nearest parent.
 */
export function createPlaceFinder(): FindPlace {
  const files = new Map<string, { source: Source; root: unknown }>()

  const open = (file: string): { source: Source; root: unknown } => {
    const known = files.get(file)
    if (known !== undefined) return known
    const source = new Source(file, existsSync(file) ? readFileSync(file, 'utf8') : '')
    const opened = { source, root: parseYaml(source.body) }
    files.set(file, opened)
    return opened
  }

  const follow = (node: Node, hops = 0): Node => {
    const ref = member(node.value, '$ref')
    if (typeof ref !== 'string' || hops > 20) return node
    const [path = '', fragment = ''] = ref.split('#')
    if (/^[a-z]+:/i.test(path)) return node
    const file = path === '' ? node.file : resolve(dirname(node.file), path)
    let target: Node = { file, keys: [], value: open(file).root }
    for (const key of fragment.split('/').slice(1).map(toKey)) {
      const value = member(follow(target, hops + 1).value, key)
      if (value === undefined) return node
      const parent = follow(target, hops + 1)
      target = { file: parent.file, keys: [...parent.keys, key], value }
    }
    return follow(target, hops + 1)
  }

  /** As far along the keys as anything leads, through the parts of `allOf` where one of them leads further. */
  const walk = (start: Node, path: readonly string[], depth = 0): { node: Node; left: number } => {
    const node = follow(start)
    const [key, ...others] = path
    if (key === undefined) return { node: start, left: 0 }
    const index = Array.isArray(node.value)
      ? findListed(node.value, key, (value) => follow({ ...node, value }).value)
      : key
    const own = member(node.value, index)
    const parts = depth > 8 ? [] : listOf(member(node.value, 'allOf'))
    let best = { node: start, left: path.length }
    if (own !== undefined) best = walk({ file: node.file, keys: [...node.keys, index], value: own }, others)
    for (const [turn, value] of parts.entries()) {
      if (best.left === 0) break
      const part = { file: node.file, keys: [...node.keys, 'allOf', String(turn)], value }
      const found = walk(part, path, depth + 1)
      if (found.left < best.left) best = found
    }
    return best
  }

  return (file, path) => {
    const { node } = walk({ file, keys: [], value: open(file).root }, path)
    const pointer = node.keys.map((key) => `/${escapePointer(key)}`).join('')
    return { file: node.file, line: lineOf(open(node.file).source, pointer), pointer }
  }
}

/** A parameter is known by its place and name, whatever its index. */
function findListed(list: readonly unknown[], key: string, target: (value: unknown) => unknown): string {
  const index = list.findIndex((item) => {
    const value = target(item)
    return `${member(value, 'in')} ${member(value, 'name')}` === key
  })
  return index < 0 ? key : String(index)
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

const member = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined

const toKey = (key: string): string => decodeURIComponent(key).replaceAll('~1', '/').replaceAll('~0', '~')

function lineOf(source: Source, pointer: string): number {
  try {
    return getLineColLocation({ source, pointer: `#${pointer}`, reportOnKey: true }).start.line
  } catch {
    return 1
  }
}
