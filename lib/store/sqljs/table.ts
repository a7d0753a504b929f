import type { Database, SqlValue, Statement } from 'sql.js'
import type { CollectionShape, Range, StoredDocument } from '../driver.ts'

/** One collection as an SQL table, with a real index for each of its indexes; its statements are prepared once. */
export class Table {
  readonly #database: Database
  readonly #shape: CollectionShape
  readonly #indexes: readonly string[]
  readonly #get: Statement
  readonly #put: Statement
  readonly #remove: Statement
  readonly #next: Statement
  readonly #ranges = new Map<string, Statement>()

  constructor(database: Database, shape: CollectionShape) {
    this.#database = database
    this.#shape = shape
    this.#indexes = shape.indexes
    const table = nameOf(shape)
    const columns = shape.indexes.map((_, at) => `p${at} TEXT, s${at} TEXT`)
    database.run(
      `CREATE TABLE ${table} (${['key TEXT PRIMARY KEY, version INTEGER, expires REAL, body TEXT', ...columns].join(', ')})`,
    )
    const places = shape.indexes.map((_, at) => `, p${at}, s${at}`).join('')
    const marks = shape.indexes.map(() => ', ?, ?').join('')
    this.#get = database.prepare(`SELECT version, expires, body FROM ${table} WHERE key = ?`)
    this.#put = database.prepare(
      `INSERT OR REPLACE INTO ${table} (key, version, expires, body${places}) VALUES (?, ?, ?, ?${marks})`,
    )
    this.#remove = database.prepare(`DELETE FROM ${table} WHERE key = ?`)
    this.#next = database.prepare(`SELECT key, version, expires, body FROM ${table} WHERE key > ? ORDER BY key LIMIT ?`)
    shape.indexes.forEach((name, at) => {
      database.run(`CREATE INDEX ${quote(`i_${shape.name}_${at}`)} ON ${table} (p${at}, s${at})`)
      for (const direction of ['ASC', 'DESC']) {
        const sql = `SELECT key, version, expires, body, s${at} FROM ${table} WHERE p${at} = ? AND s${at} >= ? AND s${at} < ? ORDER BY s${at} ${direction} LIMIT ?`
        this.#ranges.set(`${name} ${direction}`, database.prepare(sql))
      }
    })
  }

  get(key: string): StoredDocument | undefined {
    this.#get.bind([key])
    const row = this.#get.step() ? this.#get.get() : undefined
    this.#get.reset()
    return row === undefined ? undefined : toDocument([key, ...row], {})
  }

  put(document: StoredDocument): void {
    const places = this.#indexes.flatMap((name) => {
      const place = document.places[name]
      return [place?.partition ?? null, place?.sort ?? null]
    })
    this.#put.run([document.key, document.version, document.expiresAt ?? null, document.body, ...places])
  }

  remove(key: string): void {
    this.#remove.run([key])
  }

  range({ index, partition, from, to, limit, descending }: Range): StoredDocument[] {
    const statement = this.#ranges.get(`${index} ${descending ? 'DESC' : 'ASC'}`)
    if (statement === undefined) throw new TypeError(`${this.#shape.name} has no index ${index}`)
    statement.bind([partition, from, to, limit])
    const documents: StoredDocument[] = []
    while (statement.step()) {
      const row = statement.get()
      documents.push(toDocument(row, { [index]: { partition, sort: String(row[4]) } }))
    }
    statement.reset()
    return documents
  }

  /** The documents after a key, by key: a walk that goes on while others write. */
  after(key: string, limit: number): StoredDocument[] {
    this.#next.bind([key, limit])
    const documents: StoredDocument[] = []
    while (this.#next.step()) documents.push(toDocument(this.#next.get(), {}))
    this.#next.reset()
    return documents
  }

  /** Takes every document out and drops the table: another one takes its place. */
  drain(): StoredDocument[] {
    const documents = this.after('', Number.MAX_SAFE_INTEGER)
    for (const statement of [this.#get, this.#put, this.#remove, this.#next, ...this.#ranges.values()]) statement.free()
    this.#database.run(`DROP TABLE ${nameOf(this.#shape)}`)
    return documents
  }
}

function toDocument(row: SqlValue[], places: StoredDocument['places']): StoredDocument {
  const [key, version, expires, body] = row
  return {
    key: String(key),
    version: Number(version),
    ...(expires === null ? {} : { expiresAt: Number(expires) }),
    body: String(body),
    places,
  }
}

const nameOf = ({ name }: CollectionShape): string => quote(`c_${name}`)

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`
