import { rmSync } from 'node:fs'
import { dirname } from 'node:path'
import type { JournalFile, openJournalFile } from './journal-file.ts'
import { syncFolder } from './sync-folder.ts'

interface Waiting {
  line: string
  done: (error: Error | undefined) => void
}

/** What a journal asks of those around it. */
export interface JournalNeeds {
  /** Is waited for before the file is opened. */
  claim: () => Promise<void>
  /** Says whether it could do something for a batch that was refused: it is tried once more. */
  makeRoom: () => Promise<boolean>
}

/** How long it is taken for granted that the file can be written after that was seen, in ms. */
const fresh = 1_000

/** Bytes that are tried where nothing is known of what is wanted, and at most: a block is room for most writes. */
const block = 4_096
const longestTry = 1024 * 1024

/**
 * Appends lines to a file and says when they are on disk. Lines that come while the disk is busy go together: one write
 * and one fdatasync for all of them.
 *
 * A batch that cannot be written is cut off again, so that the file ends with what was acknowledged. Whatever could not
 * be done, be it to open the file or to cut it, is tried anew before the next batch.
 */
export class Journal {
  readonly #openFile: typeof openJournalFile
  readonly #needs: JournalNeeds
  #path: string
  #file: JournalFile | undefined
  /** Bytes that were acknowledged. */
  #size: number
  /** Whether something else may stand behind those. */
  #ragged = true
  #waiting: Waiting[] = []
  /** What is to be done between two batches. */
  #steps: (() => Promise<void>)[] = []
  #running: Promise<void> | undefined
  #trouble: string | undefined
  /** Bytes of the batch that was refused last: as long as there is no room for them, nothing is well. */
  #refused = 0
  #seenAt = Number.NEGATIVE_INFINITY
  #looking: Promise<void> = Promise.resolve()
  #closed = false

  /**
   * @param size the bytes of the file that are whole lines; what stands behind them is cut off before the first write
   */
  constructor(path: string, size: number, openFile: typeof openJournalFile, needs: JournalNeeds) {
    this.#needs = needs
    this.#path = path
    this.#size = size
    this.#openFile = openFile
  }

  /** Bytes. */
  get size(): number {
    return this.#size
  }

  /** Why the file could not be written when that was tried last. */
  get trouble(): string | undefined {
    return this.#trouble
  }

  /** @param done is told of an error before any line that was appended later is written */
  append(line: string, done: (error: Error | undefined) => void): void {
    this.#waiting.push({ line, done })
    this.#running ??= this.#run()
  }

  /**
   * Goes on in a new file: what was written before is settled and stands whole in the old one, what waits goes to the new
   * one. So nothing is ever acknowledged in a file while what it builds on may be refused in the one before.
   *
   * @returns the bytes of the old one
   * @throws where the old one cannot be brought to its end or the new one cannot be opened; it goes on in the old one
   */
  goOnIn(path: string): Promise<number> {
    return this.#between(async () => {
      const old = await this.#whole()
      this.#file = await openNext(path, this.#openFile)
      old.close()
      const size = this.#size
      this.#path = path
      this.#size = 0
      // One that an earlier attempt has left.
      this.#ragged = this.#file.size() > 0
      return size
    })
  }

  /** Looks whether the file can be written, at most once a second: {@link trouble} says what came of it. */
  look(): Promise<void> {
    const now = performance.now()
    if (now - this.#seenAt >= fresh) {
      this.#seenAt = now
      this.#looking = this.#between(() => this.#look())
    }
    return this.#looking
  }

  async #look(): Promise<void> {
    try {
      const file = await this.#whole()
      this.#ragged = true
      // Spaces are no line, whatever a crash leaves of them.
      await file.append(Buffer.alloc(Math.min(Math.max(this.#refused, block), longestTry), ' '))
      // Some disks say only then that they are full.
      if (this.#trouble !== undefined) await file.sync()
      file.truncate(this.#size)
      this.#ragged = false
      this.#sayWell()
    } catch (error) {
      await this.#sayTrouble(error)
    }
  }

  #sayWell(): void {
    this.#trouble = undefined
    this.#refused = 0
    this.#seenAt = performance.now()
  }

  async #sayTrouble(error: unknown): Promise<Error> {
    const reason = error instanceof Error ? error : new Error(String(error))
    this.#trouble = reason.message
    // At once, so that what is refused now does not come back after a crash.
    await this.#whole().catch(() => undefined)
    return reason
  }

  /** Takes a step once no batch is being written, and before the next one is. */
  #between<Result>(step: () => Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#steps.push(() => step().then(resolve, reject))
      this.#running ??= this.#run()
    })
  }

  async #run(): Promise<void> {
    // What is appended in the same turn goes along with the first.
    await Promise.resolve()
    while (this.#waiting.length > 0 || this.#steps.length > 0) {
      const step = this.#steps.shift()
      if (step !== undefined) {
        await step()
        continue
      }
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
    const bytes = Buffer.from(text)
    const error = await this.#tryToWrite(bytes)
    return error !== undefined && (await this.#needs.makeRoom()) ? this.#tryToWrite(bytes) : error
  }

  async #tryToWrite(bytes: Buffer): Promise<Error | undefined> {
    try {
      const file = await this.#whole()
      this.#ragged = true
      await file.append(bytes)
      await file.sync()
      this.#size += bytes.length
      this.#ragged = false
      this.#sayWell()
      return undefined
    } catch (error) {
      this.#refused = bytes.length
      return this.#sayTrouble(error)
    }
  }

  /** The file, open, and ending with what was acknowledged. */
  async #whole(): Promise<JournalFile> {
    if (this.#closed) throw new Error('the store is closed')
    if (this.#file === undefined) {
      await this.#needs.claim()
      this.#file = await openDurably(this.#path, this.#openFile)
    }
    const file = this.#file
    if (!this.#ragged) return file
    const size = file.size()
    if (size < this.#size) throw new Error(`${this.#path} has lost ${this.#size - size} bytes`)
    if (size > this.#size) {
      file.truncate(this.#size)
      await file.sync()
    }
    this.#ragged = false
    return file
  }

  /** Waits for what was appended, and closes the file. */
  async close(): Promise<void> {
    await this.#running
    this.#closed = true
    this.#file?.close()
  }
}

/** Opens a file whose name is on disk, too. */
async function openDurably(path: string, openFile: typeof openJournalFile): Promise<JournalFile> {
  const file = openFile(path)
  try {
    await syncFolder(dirname(path))
    return file
  } catch (error) {
    file.close()
    throw error
  }
}

/** Leaves no file where it fails: nobody would write to it, and it would be the newest. */
async function openNext(path: string, openFile: typeof openJournalFile): Promise<JournalFile> {
  try {
    return await openDurably(path, openFile)
  } catch (error) {
    rmSync(path, { force: true })
    throw error
  }
}
