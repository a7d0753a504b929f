import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { atEnd } from './ending.ts'

/** A new folder that is gone when the bench ends. */
export function makeFolder(purpose: string): string {
  const folder = mkdtempSync(join(tmpdir(), `twelvefold-bench-${purpose}-`))
  atEnd(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
