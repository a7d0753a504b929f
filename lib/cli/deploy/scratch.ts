import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PlaceholderValues } from '../../deploy/placeholder-values.ts'
import type { DeployOptions } from './deploy-options.ts'

/** A folder for what nobody else may read; where nothing is run, only its name. */
export async function withScratch({ dryRun }: DeployOptions, work: (folder: string) => Promise<void>): Promise<void> {
  const prefix = join(tmpdir(), 'twelvefold-deploy-')
  if (dryRun) return work(`${prefix}XXXXXX`)
  const folder = mkdtempSync(prefix)
  const remove = (): void => rmSync(folder, { recursive: true, force: true })
  // Whatever ends the process, but for SIGKILL.
  process.once('exit', remove)
  try {
    await work(folder)
  } finally {
    remove()
    process.off('exit', remove)
  }
}

/** Writes the values of a manifest's placeholders, and says which: the values themselves may be secret. @returns the file */
export function writeVars({ values, sources }: PlaceholderValues, folder: string, { dryRun }: DeployOptions): string {
  const file = join(folder, 'vars.yml')
  const names = Object.entries(sources).map(([name, source]) => `${name} (from ${source})`)
  console.log(`# ${file}, which nobody else can read: ${names.join(', ')}`)
  // JSON is YAML.
  if (!dryRun) writeFileSync(file, JSON.stringify(values), { mode: 0o600 })
  return file
}
