import { rmSync, statSync, truncateSync } from 'node:fs'
import { dirname } from 'node:path'
import { logger } from '../../observe/log.ts'
import { journalPath, listGenerations, snapshotPath } from './generations.ts'
import { Journal } from './journal.ts'
import { type JournalFile, openJournalFile } from './journal-file.ts'
import { type Change, writeLine } from './journal-line.ts'
import { readChanges } from './read-changes.ts'
import { type Walk, writeSnapshot } from './snapshot.ts'
import { syncFolder } from './sync-folder.ts'

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

  /** Reads what is there, and opens the journal for more. */
  constructor(folder: string, take: (change: Change) => void, options: StoreFileOptions = {}) {
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
    for (const generation of journals) {
      // The next one was begun when this one was whole on disk; before that was so, some were left within a line.
      const tail = generation === journals.at(-1) ? 'damaged' : 'unfinished'
      const path = journalPath(folder, generation)
      const good = readChanges(path, { tail }, take)
      if (tail === 'damaged' && statSync(path).size > good) truncateSync(path, good)
    }
    this.#generation = journals.at(-1) ?? latest ?? 0
    this.#olderSize = journals.slice(0, -1).reduce((sum, old) => sum + statSync(journalPath(folder, old)).size, 0)
    this.#compactAt = this.#growth
    this.#journal = new Journal(this.#openFile(journalPath(folder, this.#generation)))
    this.#removeOlder(latest ?? 0)
  }

  get trouble(): string | undefined {
    return this.#journal.trouble
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
    let size = 0
    await this.#journal.goOnIn(async () => {
      size = this.#journal.size
      return openDurably(journalPath(this.#folder, generation), this.#openFile)
    })
    this.#generation = generation
    this.#olderSize += size
    const path = snapshotPath(this.#folder, this.#generation)
    this.#snapshotSize = await writeSnapshot(path, walk, this.#openFile)
    this.#olderSize = 0
    this.#compactAt = this.#growth
    this.#removeOlder(this.#generation)
  }

  #removeOlder(generation: number): void {
    for (const kind of ['journal', 'snapshot'] as const) {
      for (const old of listGenerations(this.#folder, kind).filter((found) => found < generation)) {
        rmSync(kind === 'journal' ? journalPath(this.#folder, old) : snapshotPath(this.#folder, old), { force: true })
      }
    }
  }

  async close(): Promise<void> {
    await this.#compacting
    await this.#journal.close()
  }
}

/** Opens a file whose name is durable, too. */
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
