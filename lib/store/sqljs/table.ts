import type { Database, Statement } from 'sql.js'
import type { CollectionShape, PlacedDocument, Range, StoredDocument } from '../driver.ts'

/** A document, and the row of SQL that holds its places. */
interface Row {
  id: number
  document: StoredDocument
}

/**
 * One collection: its documents by key, and their places in an SQL table with a real index for each of its indexes, whose
 * statements are prepared once. A document's body never goes through SQL: fetching it from there costs more than finding it.
 */
export class Table {
  readonly #database: Database
  readonly #shape: CollectionShape
  readonly #put: Statement
  readonly #remove: Statement
  readonly #ranges = new Map<string, Statement>()
  readonly #byKey = new Map<string, Row>()
  readonly #byId = new Map<number, StoredDocument>()
  /** Gives the documents that end, the earliest first. */
  readonly #ending: Statement
  /** Before that nothing has expired, in seconds since 1970. */
  #firstEnd = Number.POSITIVE_INFINITY
  #lastId = 0

  constructor(database: Database, shape: CollectionShape) {
    this.#database = database
    this.#shape = shape
    const table = nameOf(shape)
    const columns = shape.indexes.map((_, at) => `, p${at} TEXT, s${at} TEXT`).join('')
    database.run(`CREATE TABLE ${table} (id INTEGER PRIMARY KEY, x REAL${columns})`)
    database.run(`CREATE INDEX ${quote(`x_${shape.name}`)} ON ${table} (x) WHERE x IS NOT NULL`)
    const marks = shape.indexes.map(() => ', ?, ?').join('')
    this.#put = database.prepare(`INSERT OR REPLACE INTO ${table} VALUES (?, ?${marks})`)
    this.#remove = database.prepare(`DELETE FROM ${table} WHERE id = ?`)
    this.#ending = database.prepare(`SELECT id, x FROM ${table} WHERE x IS NOT NULL ORDER BY x LIMIT ?`)
    shape.indexes.forEach((name, at) => {
      // It has all that a range asks for: the table itself is never looked at.
      database.run(`CREATE INDEX ${quote(`i_${shape.name}_${at}`)} ON ${table} (p${at}, s${at})`)
      for (const direction of ['ASC', 'DESC']) {
        const sql = `SELECT id FROM ${table} WHERE p${at} = ? AND s${at} >= ? AND s${at} < ? ORDER BY s${at} ${direction} LIMIT ?`
        this.#ranges.set(`${name} ${direction}`, database.prepare(sql))
      }
    })
  }

  get(key: string): StoredDocument | undefined {
    return this.#byKey.get(key)?.document
  }

  put({ places, ...document }: PlacedDocument): void {
    const id = this.#byKey.get(document.key)?.id ?? ++this.#lastId
    const { expiresAt } = document
    if (expiresAt !== undefined && expiresAt < this.#firstEnd) this.#firstEnd = expiresAt
    this.#put.run([
      id,
      expiresAt ?? null,
      ...this.#shape.indexes.flatMap((name) => [places[name]?.partition ?? null, places[name]?.sort ?? null]),
    ])
    this.#byKey.set(document.key, { id, document })
    this.#byId.set(id, document)
  }

  remove(key: string): void {
    const row = this.#byKey.get(key)
    if (row === undefined) return
    this.#remove.run([row.id])
    this.#byKey.delete(key)
    this.#byId.delete(row.id)
  }

  /** Drops documents that have expired, the earliest first and at most so many: they are not read any more. */
  dropExpired(now: number, most: number): void {
    if (now < this.#firstEnd) return
    const expired: string[] = []
    this.#ending.bind([most + 1])
    this.#firstEnd = Number.POSITIVE_INFINITY
    while (this.#ending.step()) {
      const [id, end] = this.#ending.get().map(Number) as [number, number]
      const document = this.#byId.get(id)
      if (document === undefined) continue
      if (end > now || expired.length === most) {
        this.#firstEnd = end
        break
      }
      expired.push(document.key)
    }
    this.#ending.reset()
    for (const key of expired) this.remove(key)
  }

  range({ index, partition, from, to, limit, descending }: Range): StoredDocument[] {
    const statement = this.#ranges.get(`${index} ${descending ? 'DESC' : 'ASC'}`)
    if (statement === undefined) throw new TypeError(`${this.#shape.name} has no index ${index}`)
    statement.bind([partition, from, to, limit])
    const documents: StoredDocument[] = []
    while (statement.step()) {
      const document = this.#byId.get(Number(statement.get()[0]))
      if (document !== undefined) documents.push(document)
    }
    statement.reset()
    return documents
  }

  /**
   * The documents, in steps: a walk that goes on while others write, and meets what they add. The last step says so when
   * it is taken, not afterwards.
   */
  *walk(step: number): Generator<{ documents: StoredDocument[]; ended: boolean }> {
    const rows = this.#byKey.values()
    for (let ended = false; !ended; ) {
      const documents: StoredDocument[] = []
      while (!ended && documents.length < step) {
        const row = rows.next()
        if (row.done) ended = true
        else documents.push(row.value.document)
      }
      yield { documents, ended }
    }
  }

  /** Takes every document out and drops the table: another one takes its place. A walk of this one ends. */
  drain(): StoredDocument[] {
    for (const statement of [this.#put, this.#remove, this.#ending, ...this.#ranges.values()]) statement.free()
    this.#database.run(`DROP TABLE ${nameOf(this.#shape)}`)
    this.#byKey.clear()
    return [...this.#byId.values()]
  }
}

const nameOf = ({ name }: CollectionShape): string => quote(`c_${name}`)

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`
