import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Writers, writersFile } from '../../build/writers.ts'
import type { Project } from '../../contract/project.ts'

/** What a function's bundle says of what the function needs. */
export interface BundledCode {
  text: string
  /** Its own code may store documents. */
  stores: boolean
  /** Its own code may remove documents. */
  removes: boolean
}

/**
 * Reads the bundles of functions, as `twelvefold package` has made them.
 *
 * @returns the code by the function's name; a function that has not been bundled is not there
 */
export function readBundledCode(project: Project, names: readonly string[]): Map<string, BundledCode> {
  const folder = join(project.dist, 'lambda')
  const list = join(folder, writersFile)
  if (!existsSync(list)) return new Map()
  const { stores, removes } = JSON.parse(readFileSync(list, 'utf8')) as Writers
  const bundled = names.filter((name) => existsSync(join(folder, name, 'index.mjs')))
  return new Map(
    bundled.map((name) => [
      name,
      { text: readModules(join(folder, name)), stores: stores.includes(name), removes: removes.includes(name) },
    ]),
  )
}

function readModules(folder: string): string {
  const modules = readdirSync(folder).filter((file) => file.endsWith('.mjs'))
  return modules.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n')
}

/** How often a name stands in a text as a word of its own. */
export function countWord(text: string, name: string): number {
  let count = 0
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length))
    if (!/[\w$]/.test(text.charAt(at - 1)) && !/[\w$]/.test(text.charAt(at + name.length))) count++
  return count
}
