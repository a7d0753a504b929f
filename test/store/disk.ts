import { basename } from 'node:path'
import { type JournalFile, openJournalFile } from '../../lib/store/sqljs/journal-file.ts'

/** A disk that does what a test wants of it. */
export interface Disk {
  /** Of each write only half is done, and then it fails. */
  full: boolean
  /** Stands before each append to a file of this name, and may hold it up, or make it fail by throwing. */
  beforeAppend: (file: string) => Promise<void> | void
  /** Of a file of this name what is appended is lost, and no error says so. */
  loses: (file: string) => boolean
  /** Stands before each opening of a file of this name. */
  beforeOpen: (file: string) => void
  readonly openFile: (path: string) => JournalFile
}

export const noSpace = (): Error =>
  Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })

export function createDisk(): Disk {
  const disk: Disk = {
    full: false,
    beforeAppend: () => undefined,
    loses: () => false,
    beforeOpen: () => undefined,
    openFile(path) {
      disk.beforeOpen(basename(path))
      const file = openJournalFile(path)
      return {
        ...file,
        async append(bytes) {
          await disk.beforeAppend(basename(path))
          if (disk.loses(basename(path))) return undefined
          if (!disk.full) return file.append(bytes)
          await file.append(bytes.subarray(0, bytes.length >> 1))
          throw noSpace()
        },
      }
    },
  }
  return disk
}
