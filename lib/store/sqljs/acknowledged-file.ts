import { rmSync } from 'node:fs'
import { dirname } from 'node:path'
import type { JournalFile, openJournalFile } from './journal-file.ts'
import { syncFolder } from './sync-folder.ts'

/** Bytes that are tried where nothing is known of what is wanted, and at most: a block is room for most writes. */
const block = 4_096
const longestTry = 1024 * 1024

/**
 * A file that ends with what was acknowledged: bytes that cannot be written to disk as a whole are cut off again.
 * Whatever could not be done, be it to open the file or to cut it, is tried anew before the next bytes.
 *
 * Its methods are for one caller at a time.
 */
export class AcknowledgedFile {
  readonly #openFile: typeof openJournalFile
  readonly #claim: () => Promise<void>
  #path: string
  #file: JournalFile | undefined
  #size: number
  /** Whether something else may stand behind what was acknowledged. */
  #ragged = true
  #trouble: string | undefined
  /** Bytes that were refused last: as long as there is no room for them, nothing is well. */
  #refused = 0
  #closed = false

  /**
   * @param size the bytes of the file that are whole lines; what stands behind them is cut off before the first write
   * @param claim is waited for before the file is opened
   */
  constructor(path: string, size: number, openFile: typeof openJournalFile, claim: () => Promise<void>) {
    this.#path = path
    this.#size = size
    this.#openFile = openFile
    this.#claim = claim
  }

  /** Bytes that were acknowledged. */
  get size(): number {
    return this.#size
  }

  /** Why the file could not be written when that was tried last. */
  get trouble(): string | undefined {
    return this.#trouble
  }

  /** @returns why the bytes are not on disk; undefined where they are */
  async append(bytes: Buffer): Promise<Error | undefined> {
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

  /** Looks whether the file could be written: {@link trouble} says what came of it. */
  async look(): Promise<void> {
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

  /**
   * Goes on in a new file; the old one stands whole.
   *
   * @returns the bytes of the old one
   * @throws where the old one cannot be brought to its end or the new one cannot be opened; it goes on in the old one
   */
  async goOnIn(path: string): Promise<number> {
    const old = await this.#whole()
    const next = await openNext(path, this.#openFile)
    old.close()
    const size = this.#size
    this.#file = next
    this.#path = path
    this.#size = 0
    // One that an earlier attempt has left.
    this.#ragged = next.size() > 0
    return size
  }

  close(): void {
    this.#closed = true
    this.#file?.close()
  }

  #sayWell(): void {
    this.#trouble = undefined
    this.#refused = 0
  }

  async #sayTrouble(error: unknown): Promise<Error> {
    const reason = error instanceof Error ? error : new Error(String(error))
    this.#trouble = reason.message
    // At once, so that what is refused now does not come back after a crash.
    await this.#whole().catch(() => undefined)
    return reason
  }

  /** The file, open, and ending with what was acknowledged. */
  async #whole(): Promise<JournalFile> {
    if (this.#closed) throw new Error('the store is closed')
    if (this.#file === undefined) {
      await this.#claim()
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
