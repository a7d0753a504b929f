import { closeSync, fdatasync, fstatSync, ftruncateSync, openSync, write } from 'node:fs'
import { promisify } from 'node:util'

const writeAsync = promisify(write)
const syncAsync = promisify(fdatasync)

/** The file under a journal: what it asks of the system. */
export interface JournalFile {
  size: () => number
  append: (bytes: Buffer) => Promise<void>
  /** Settles once everything that was appended is on disk. */
  sync: () => Promise<void>
  truncate: (size: number) => void
  close: () => void
}

/** Opens a journal for appending. Where that is not allowed, or there is no room, only its writes fail: reads go on. */
export function openJournalFile(path: string): JournalFile {
  let file: number
  try {
    file = openSync(path, 'a+', 0o600)
  } catch (error) {
    return unwritable(error)
  }
  return {
    size: () => fstatSync(file).size,
    append: async (bytes) => {
      for (let at = 0; at < bytes.length; )
        at += (await writeAsync(file, bytes, at, bytes.length - at, null)).bytesWritten
    },
    sync: () => syncAsync(file),
    truncate: (size) => ftruncateSync(file, size),
    close: () => closeSync(file),
  }
}

function unwritable(reason: unknown): JournalFile {
  const fail = (): never => {
    throw reason
  }
  return {
    size: () => 0,
    append: async () => fail(),
    sync: async () => fail(),
    truncate: () => undefined,
    close: () => undefined,
  }
}

interface Waiting {
  line: string
  done: (error: Error | undefined) => void
}

/**
 * Appends lines to a file and says when they are on disk. Lines that come while the disk is busy go together: one write
 * and one fdatasync for all of them.
 *
 * A batch that cannot be written is cut off again, so that the file ends with what was acknowledged; the next batch tries
 * anew.
 */
export class Journal {
  readonly #file: JournalFile
  #size: number
  #waiting: Waiting[] = []
  #running: Promise<void> | undefined
  #trouble: string | undefined
  /** The file's end could not be restored: nothing may be appended behind it. */
  #broken: Error | undefined

  constructor(file: JournalFile) {
    this.#file = file
    this.#size = file.size()
  }

  /** Bytes. */
  get size(): number {
    return this.#size
  }

  /** Why the last batch could not be written. */
  get trouble(): string | undefined {
    return this.#trouble
  }

  /** @param done is told of an error before any line that was appended later is written */
  append(line: string, done: (error: Error | undefined) => void): void {
    this.#waiting.push({ line, done })
    this.#running ??= this.#run()
  }

  async #run(): Promise<void> {
    // What is appended in the same turn goes along with the first.
    await Promise.resolve()
    while (this.#waiting.length > 0) {
      const batch = this.#waiting
      this.#waiting = []
      const error = await this.#write(batch.map(({ line }) => line).join(''))
      if (error === undefined) {
        for (const { done } of batch) done(undefined)
        continue
      }
      // What came after the batch was built on it. It goes down with it, the last first.
      const failed = [...batch, ...this.#waiting].reverse()
      this.#waiting = []
      for (const { done } of failed) done(error)
    }
    this.#running = undefined
  }

  async #write(text: string): Promise<Error | undefined> {
    if (this.#broken !== undefined) return this.#broken
    try {
      const bytes = Buffer.from(text)
      await this.#file.append(bytes)
      await this.#file.sync()
      this.#size += bytes.length
      this.#trouble = undefined
      return undefined
    } catch (error) {
      const reason = error instanceof Error ? error : new Error(String(error))
      this.#trouble = reason.message
      try {
        this.#file.truncate(this.#size)
      } catch {
        this.#broken = reason
      }
      return reason
    }
  }

  /** Waits for what was appended, and closes the file. */
  async close(): Promise<void> {
    await this.#running
    this.#file.close()
  }
}
