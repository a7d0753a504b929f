import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** A store's folder holds one snapshot and the journals that came after it: `snapshot-7.ndjson`, `journal-7.ndjson`, … */
export const snapshotPath = (folder: string, generation: number): string =>
  join(folder, `snapshot-${generation}.ndjson`)
export const journalPath = (folder: string, generation: number): string => join(folder, `journal-${generation}.ndjson`)

/** The generations of which a folder has a file of a kind, in their order. */
export function listGenerations(folder: string, kind: 'snapshot' | 'journal'): number[] {
  if (!existsSync(folder)) return []
  const pattern = new RegExp(`^${kind}-(\\d+)\\.ndjson$`)
  return readdirSync(folder)
    .flatMap((file) => pattern.exec(file)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b)
}

/** The files of a folder that the snapshot of a generation has replaced, and snapshots that were never finished. */
export function listReplaced(folder: string, generation: number): string[] {
  return readdirSync(folder)
    .filter((file) => {
      const [, number, part] = /^(?:journal|snapshot)-(\d+)\.ndjson(\.part)?$/.exec(file) ?? []
      return number !== undefined && (part !== undefined || Number(number) < generation)
    })
    .map((file) => join(folder, file))
}
