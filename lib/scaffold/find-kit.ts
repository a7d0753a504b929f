import { existsSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'

/** The packed kit that a new project is to depend on. */
export interface PackedKit {
  /** What `package.json` says of it. */
  dependency: string
  /** Its tarball, to be copied into the project, so that it is there wherever the project is; none where npm fetches it. */
  tarball?: { path: string; content: Uint8Array }
}

const kit = join(import.meta.dirname, '..', '..')

/**
 * Finds the packed kit.
 *
 * @param wanted a tarball's path, or whatever else npm takes for a dependency: a version, an address. Where it is not
 * said, the tarball of this kit is looked for where it is made, and in `vendor/` of the current folder.
 * @returns undefined where it was not said, and is in none of these places
 */
export function findKit(wanted: string | undefined): PackedKit | undefined {
  const file = (wanted ?? ownTarballs().find((path) => existsSync(path)))?.replace(/^file:/, '')
  // npm would take an empty one for whatever has the kit's name in its registry.
  if (file === undefined || file.trim() === '') return undefined
  if (wanted !== undefined && !/\.t(?:ar\.)?gz$/.test(wanted)) return { dependency: wanted }
  if (/^https?:/.test(file)) return { dependency: file }
  const path = `vendor/${basename(file)}`
  return { dependency: `file:${path}`, tarball: { path, content: readFileSync(resolve(file)) } }
}

function ownTarballs(): string[] {
  const { version } = JSON.parse(readFileSync(join(kit, 'package.json'), 'utf8')) as { version: string }
  return [join(kit, 'dist-package'), resolve('vendor')].map((folder) => join(folder, `twelvefold-${version}.tgz`))
}
