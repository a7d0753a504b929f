import { rmSync, statSync } from 'node:fs'
import { logger } from '../../observe/log.ts'
import { journalPath, listGenerations, listReplaced, snapshotPath } from './generations.ts'
import { Journal } from './journal.ts'
import { openJournalFile } from './journal-file.ts'
import { type Change, writeLine } from './journal-line.ts'
import { readChanges } from './read-changes.ts'
import { type Walk, writeSnapshot } from './snapshot.ts'

/**
 * Bytes of journal after which a snapshot is made at the earliest. It is made once the journal is as long as the snapshot
 * before it, too: so each byte that is written costs a bounded share of a snapshot, however large the store is.
 */
const defaultSnapshotAfter = 8 * 1024 * 1024

export interface StoreFileOptions {
  /** Opens a file of the folder for writing; another one only in tests of what a disk can do. */
  openFile?: typeof openJournalFile
  /** Bytes of journal after which a snapshot is made at the earliest; others only in tests. */
  snapshotAfter?: number
}

/**
 * The durable side of a store: a folder with a snapshot and the journals since. A snapshot is written beside a new
 * journal while writes go on; every line says the whole state of its document, so replaying what the snapshot already
 * has changes nothing.
 */
export class StoreFile {
  readonly #folder: string
  readonly #openFile: typeof openJournalFile
  readonly #snapshotAfter: number
  #generation: number
  /** Bytes of the latest snapshot. */
  #snapshotSize = 0
  /** Bytes of the journals before this one that no snapshot has replaced. */
  #olderSize = 0
  /** Bytes of all journals from which on a snapshot is to be made. */
  #compactAt: number
  readonly #journal: Journal
  #compacting: Promise<void> | undefined
  /** The snapshot that is being written. */
  #snapshot: { giveUp: AbortController; written: Promise<number> } | undefined

  /**
   * Reads what is there.
   *
   * @param claim is waited for before anything is written
   */
  constructor(
    folder: string,
    take: (change: Change) => void,
    claim: () => Promise<void>,
    options: StoreFileOptions = {},
  ) {
    this.#folder = folder
    this.#openFile = options.openFile ?? openJournalFile
    this.#snapshotAfter = options.snapshotAfter ?? defaultSnapshotAfter
    const snapshots = listGenerations(folder, 'snapshot')
    const latest = snapshots.at(-1)
    if (latest !== undefined) {
      readChanges(snapshotPath(folder, latest), { tail: 'whole' }, take)
      this.#snapshotSize = statSync(snapshotPath(folder, latest)).size
    }
    const journals = listGenerations(folder, 'journal').filter((generation) => generation >= (latest ?? 0))
    let whole = 0
    for (const generation of journals) {
      this.#olderSize += whole
      // The next one was begun when this one was whole on disk; before that was so, some were left within a line.
      const tail = generation === journals.at(-1) ? 'damaged' : 'unfinished'
      whole = readChanges(journalPath(folder, generation), { tail }, take)
    }
    this.#generation = journals.at(-1) ?? latest ?? 0
    this.#compactAt = this.#growth
    this.#journal = new Journal(journalPath(folder, this.#generation), whole, this.#openFile, {
      claim,
      makeRoom: () => this.#makeRoom(),
    })
    this.#removeOlder(latest ?? 0)
  }

  get trouble(): string | undefined {
    return this.#journal.trouble
  }

  /** Looks whether the folder can be written, at most once a second. */
  look(): Promise<void> {
    return this.#journal.look()
  }

  append(change: Change, done: (error: Error | undefined) => void): void {
    this.#journal.append(writeLine(change), done)
  }

  /** Bytes that the journals grow by between two snapshots. */
  get #growth(): number {
    return Math.max(this.#snapshotAfter, this.#snapshotSize)
  }

  get #journalSize(): number {
    return this.#olderSize + this.#journal.size
  }

  /** Starts a snapshot where the journals have grown long. */
  compactIfLong(walk: Walk): void {
    if (this.#compacting !== undefined || this.#journalSize < this.#compactAt) return
    this.#compacting = this.#compact(walk)
      .catch((error: unknown) => {
        // It costs nothing but longer journals. To try at once would only fill the disk again.
        this.#compactAt = this.#journalSize + this.#growth
        logger().warn({ err: error, folder: this.#folder }, 'no snapshot of the store could be made')
      })
      .finally(() => (this.#compacting = undefined))
  }

  async #compact(walk: Walk): Promise<void> {
    const generation = this.#generation + 1
    this.#olderSize += await this.#journal.goOnIn(journalPath(this.#folder, generation))
    this.#generation = generation
    const path = snapshotPath(this.#folder, this.#generation)
    const giveUp = new AbortController()
    const written = writeSnapshot(path, walk, this.#openFile, giveUp.signal)
    this.#snapshot = { giveUp, written }
    this.#snapshotSize = await written.finally(() => (this.#snapshot = undefined))
    this.#olderSize = 0
    this.#compactAt = this.#growth
    this.#removeOlder(this.#generation)
  }

  /** Gives up the snapshot that is being written. @returns whether there was one */
  async #makeRoom(): Promise<boolean> {
    if (this.#snapshot === undefined) return false
    const { giveUp, written } = this.#snapshot
    giveUp.abort(new Error('it was given up: writes need its room'))
    await written.catch(() => undefined)
    return true
  }

  /** Removes what the snapshot of a generation has replaced, and what is left of snapshots that were not finished. */
  #removeOlder(generation: number): void {
    try {
      for (const path of listReplaced(this.#folder, generation)) rmSync(path, { force: true })
    } catch (error) {
      // They are in nobody's way, and the next snapshot tries again.
      logger().warn({ err: error, folder: this.#folder }, 'older files of the store could not be removed')
    }
  }

  async close(): Promise<void> {
    await this.#compacting
    await this.#journal.close()
  }
}
