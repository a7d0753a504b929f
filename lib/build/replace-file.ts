import { renameSync, writeFileSync } from 'node:fs'

/** Writes a file so that whoever reads it meanwhile sees the old one or the new one, and never a part. */
export function replaceFile(path: string, content: string | Uint8Array): void {
  const written = `${path}.${process.pid}.new`
  writeFileSync(written, content)
  renameSync(written, path)
}
