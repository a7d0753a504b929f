import { AcknowledgedFile } from './acknowledged-file.ts'
import type { openJournalFile } from './journal-file.ts'

/** How long it is taken for granted that the file can be written after that was seen, in ms. */
const fresh = 1_000

/** What a journal asks of those around it. */
export interface JournalNeeds {
  /** Is waited for before the file is opened. */
  claim: () => Promise<void>
  /** Says whether it could do something for a batch that was refused: it is tried once more. */
  makeRoom: () => Promise<boolean>
}

interface Waiting {
  line: string
  done: (error: Error | undefined) => void
}

/**
 * Appends lines to a file and says when they are on disk. Lines that come while the disk is busy go together: one write
 * and one fdatasync for all of them. A batch that cannot be written is refused as a whole, and what was appended since
 * with it.
 */
export class Journal {
  readonly #file: AcknowledgedFile
  readonly #makeRoom: () => Promise<boolean>
  #waiting: Waiting[] = []
  /** What is to be done between two batches. */
  #steps: (() => Promise<void>)[] = []
  #running: Promise<void> | undefined
  #seenAt = Number.NEGATIVE_INFINITY
  #looking: Promise<void> = Promise.resolve()

  /** @param size the bytes of the file that are whole lines; what stands behind them is cut off before the first write */
  constructor(path: string, size: number, openFile: typeof openJournalFile, { claim, makeRoom }: JournalNeeds) {
    this.#file = new AcknowledgedFile(path, size, openFile, claim)
    this.#makeRoom = makeRoom
  }

  /** Bytes. */
  get size(): number {
    return this.#file.size
  }

  /** Why the file could not be written when that was tried last. */
  get trouble(): string | undefined {
    return this.#file.trouble
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
   * @throws where that is not possible; it goes on in the old one
   */
  goOnIn(path: string): Promise<number> {
    return this.#between(() => this.#file.goOnIn(path))
  }

  /** Looks whether the file can be written, at most once a second: {@link trouble} says what came of it. */
  look(): Promise<void> {
    const now = performance.now()
    if (now - this.#seenAt >= fresh) {
      this.#seenAt = now
      this.#looking = this.#between(() => this.#file.look())
    }
    return this.#looking
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
      if (step === undefined) await this.#writeBatch()
      else await step()
    }
    this.#running = undefined
  }

  async #writeBatch(): Promise<void> {
    const batch = this.#waiting
    this.#waiting = []
    const bytes = Buffer.from(batch.map(({ line }) => line).join(''))
    let error = await this.#file.append(bytes)
    if (error !== undefined && (await this.#makeRoom())) error = await this.#file.append(bytes)
    if (error === undefined) {
      this.#seenAt = performance.now()
      for (const { done } of batch) done(undefined)
      return
    }
    // What came after the batch was built on it. It goes down with it, the last first.
    const failed = [...batch, ...this.#waiting].reverse()
    this.#waiting = []
    for (const { done } of failed) done(error)
  }

  /** Waits for what was appended, and closes the file. */
  async close(): Promise<void> {
    await this.#running
    this.#file.close()
  }
}
