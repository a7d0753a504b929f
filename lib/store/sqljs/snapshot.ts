import { renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import type { StoredDocument } from '../driver.ts'
import type { openJournalFile } from './journal-file.ts'
import { writeLine } from './journal-line.ts'
import { syncFolder } from './sync-folder.ts'

/** The documents of a store, walked while others write. */
export type Walk = () => Iterable<{ collection: string; documents: readonly StoredDocument[] }>

/** Bytes that are gathered before they are written: many lines go together, and no turn of the event loop gets long. */
const pieceSize = 256 * 1024

/**
 * Writes the documents of a store to a file, which has its name only once all of them are on disk.
 *
 * @param signal gives it up
 * @returns its bytes
 * @throws where it could not be written whole; then nothing is left of it
 */
export async function writeSnapshot(
  path: string,
  walk: Walk,
  openFile: typeof openJournalFile,
  signal: AbortSignal,
): Promise<number> {
  const part = `${path}.part`
  try {
    const size = await writePart(part, walk, openFile, signal)
    renameSync(part, path)
    await syncFolder(dirname(path))
    return size
  } catch (error) {
    rmSync(part, { force: true })
    throw error
  }
}

async function writePart(
  path: string,
  walk: Walk,
  openFile: typeof openJournalFile,
  signal: AbortSignal,
): Promise<number> {
  const file = openFile(path)
  try {
    file.truncate(0)
    let size = 0
    for (const piece of toPieces(walk)) {
      await file.append(piece)
      signal.throwIfAborted()
      size += piece.length
    }
    await file.sync()
    if (file.size() !== size) throw new Error(`${path} has ${file.size()} bytes, and ${size} were written`)
    return size
  } finally {
    file.close()
  }
}

function* toPieces(walk: Walk): Generator<Buffer> {
  let lines: string[] = []
  let length = 0
  for (const { collection, documents } of walk()) {
    for (const { key, version, expiresAt, body } of documents) {
      const line = writeLine({ collection, key, version, ...(expiresAt === undefined ? {} : { expiresAt }), body })
      lines.push(line)
      length += line.length
      if (length < pieceSize) continue
      yield Buffer.from(lines.join(''))
      lines = []
      length = 0
    }
  }
  if (lines.length > 0) yield Buffer.from(lines.join(''))
}
