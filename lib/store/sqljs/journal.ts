import type { JournalFile } from './journal-file.ts'

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
  #file: JournalFile
  #size: number
  #waiting: Waiting[] = []
  /** What is to be done between two batches. */
  #steps: (() => Promise<void>)[] = []
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

  /**
   * Goes on in another file: what was written before is settled and stands whole in the old one, what waits goes to the
   * other. So a change never stands in a later file than what it builds on may still be refused in.
   *
   * @throws where the old one cannot be brought to its end or the other cannot be opened; then it goes on in the old one
   */
  goOnIn(open: () => Promise<JournalFile>): Promise<void> {
    return this.#between(async () => {
      if (this.#broken !== undefined) throw this.#broken
      const next = await open()
      this.#file.close()
      this.#file = next
      this.#size = next.size()
    })
  }

  /** Takes a step once no batch is being written, and before the next one is. */
  #between(step: () => Promise<void>): Promise<void> {
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
