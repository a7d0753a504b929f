import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Every file that a package can have: one that it has no more is removed. */
const owned = ['LICENSE', 'README.md', 'index.d.ts', 'index.js', 'package.json']

/**
 * Why a folder must not be written to: it holds something that is not the client of this service.
 *
 * @returns undefined where it may be
 */
export function foreignFolder(folder: string, service: string): string | undefined {
  if (!existsSync(folder)) return undefined
  if (!statSync(folder).isDirectory()) return 'is no folder'
  if (readdirSync(folder).length === 0) return undefined
  const made = readMark(join(folder, 'package.json'))
  if (made === service) return undefined
  return made === undefined ? 'holds something that `twelvefold sdk` has not written' : `holds the client of ${made}`
}

/** The service that a generated package is of. */
function readMark(manifest: string): string | undefined {
  try {
    const { twelvefold } = JSON.parse(readFileSync(manifest, 'utf8')) as { twelvefold?: { sdk?: unknown } }
    return typeof twelvefold?.sdk === 'string' ? twelvefold.sdk : undefined
  } catch {
    return undefined
  }
}

/** Writes the files of a package; whatever else is in the folder stays. */
export function writePackage(folder: string, files: ReadonlyMap<string, string>): void {
  mkdirSync(folder, { recursive: true })
  for (const name of owned) if (!files.has(name)) rmSync(join(folder, name), { force: true })
  for (const [name, text] of files) writeFileSync(join(folder, name), text)
}
