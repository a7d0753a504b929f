import { existsSync, mkdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The files that are there already, of those to be written. */
export const findInTheWay = (root: string, files: ReadonlyMap<string, string | Uint8Array>): string[] =>
  [...files.keys()].filter((path) => existsSync(join(root, path)))

/**
 * Writes all files, or none: where one cannot be written, those before it are removed again, and the folders that were
 * made for them. What is there already is never overwritten.
 *
 * @param files path from the root → content
 * @throws what the file system says of the one that could not be written
 */
export function writeAll(root: string, files: ReadonlyMap<string, string | Uint8Array>): void {
  const undo: (() => void)[] = []
  try {
    for (const [path, content] of files) {
      const file = join(root, path)
      for (const folder of missingFolders(dirname(file))) {
        mkdirSync(folder)
        undo.push(() => rmdirSync(folder))
      }
      writeFileSync(file, content, { flag: 'wx' })
      undo.push(() => rmSync(file))
    }
  } catch (error) {
    for (const step of undo.reverse()) step()
    throw error
  }
}

/** The folders to be made for a path, the outermost first. */
function missingFolders(folder: string): string[] {
  return existsSync(folder) ? [] : [...missingFolders(dirname(folder)), folder]
}
