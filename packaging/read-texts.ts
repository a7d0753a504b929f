import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The texts of all files below a folder whose names match. */
export const readTexts = (folder: string, name: RegExp): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && name.test(entry.name))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
