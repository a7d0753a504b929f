import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

/** A project as `twelvefold init` makes it: files like all others, checked where the kit is made. */
const folder = join(import.meta.dirname, '..', '..', 'template')

/** What is no part of it: traces of its having been run. */
const traces = /^(?:generated|dist|node_modules|\.serverless|\.data)\//

/** The files of the template: path → text. */
export function readTemplate(): Map<string, string> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)).replaceAll('\\', '/'))
    .filter((path) => !traces.test(path))
  return new Map(paths.sort().map((path) => [path, readFileSync(join(folder, path), 'utf8')]))
}
