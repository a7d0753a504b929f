import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import ignore from 'ignore'

/** What cf leaves out of every upload (cf CLI 8, `actor/sharedaction/resource.go`). */
const always = [
  '.cfignore',
  '.DS_Store',
  '.git',
  '.gitignore',
  '.hg',
  '.svn',
  '_darcs',
  'manifest.yaml',
  'manifest.yml',
]

export interface Uploaded {
  /** From the folder, with slashes. */
  path: string
  bytes: number
}

/**
 * Lists the files of a folder that `cf push` would upload: all but those that its `.cfignore` names, which is read as a
 * `.gitignore` is.
 *
 * @example
 * listUploaded('dist') // [{ path: 'package.json', bytes: 225 }, { path: 'server.js', bytes: 2168 }]
 */
export function listUploaded(folder: string): Uploaded[] {
  const own = join(folder, '.cfignore')
  const rules = ignore().add(always)
  if (existsSync(own)) rules.add(readFileSync(own, 'utf8'))
  const list = (below: string): Uploaded[] =>
    readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) => {
      const path = `${below}${entry.name}`
      if (entry.isDirectory()) return rules.ignores(`${path}/`) ? [] : list(`${path}/`)
      return rules.ignores(path) ? [] : { path, bytes: statSync(join(folder, path)).size }
    })
  return list('').sort((a, b) => (a.path < b.path ? -1 : 1))
}
