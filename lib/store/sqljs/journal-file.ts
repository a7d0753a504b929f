import { closeSync, fdatasync, fstatSync, ftruncateSync, openSync, write } from 'node:fs'
import { promisify } from 'node:util'

const writeAsync = promisify(write)
const syncAsync = promisify(fdatasync)

/** The file under a journal or a snapshot: what they ask of the system. */
export interface JournalFile {
  size: () => number
  append: (bytes: Buffer) => Promise<void>
  /** Settles once everything that was appended is on disk. */
  sync: () => Promise<void>
  truncate: (size: number) => void
  close: () => void
}

/**
 * Opens a file for appending.
 *
 * @throws where that is not allowed, or there is no room for a new one
 */
export function openJournalFile(path: string): JournalFile {
  const file = openSync(path, 'a+', 0o600)
  return {
    size: () => fstatSync(file).size,
    append: async (bytes) => {
      // On a disk that gets full the system writes less than it was given, and says so only by the number.
      for (let at = 0; at < bytes.length; ) {
        const { bytesWritten } = await writeAsync(file, bytes, at, bytes.length - at, null)
        if (bytesWritten === 0) throw new Error(`${path} takes no more bytes`)
        at += bytesWritten
      }
    },
    sync: () => syncAsync(file),
    truncate: (size) => ftruncateSync(file, size),
    close: () => closeSync(file),
  }
}
