/**
 * The products of the catalog in SQLite (sql.js), for the servers that are compared with the kit: a table with an index
 * that the query goes along, and prepared statements. It keeps the documents as the kit keeps them.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { readFileSync } from 'node:fs'
import initSqlJs from 'sql.js'

export type Product = Record<string, unknown>

interface Exported {
  collection: string
  key: string
  version: number
  document: Product & { category: string; search: string }
}

const { Database } = await initSqlJs()
const database = new Database()
database.run(`PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;
  CREATE TABLE products (key TEXT PRIMARY KEY, version INTEGER, body TEXT, category TEXT, search TEXT);
  CREATE INDEX by_category ON products (category, search, key)`)
const insert = database.prepare('INSERT INTO products (key, version, body, category, search) VALUES (?, ?, ?, ?, ?)')
for (const line of readFileSync(process.env.DATA ?? '', 'utf8')
  .trimEnd()
  .split('\n')) {
  const { collection, key, version, document } = JSON.parse(line) as Exported
  if (collection !== 'products') continue
  insert.run([key, version, JSON.stringify(document), document.category, document.search])
}
const get = database.prepare('SELECT version, body FROM products WHERE key = ?')
const list = database.prepare(`SELECT key, body, search FROM products
  WHERE category = ? AND (search, key) > (?, ?) ORDER BY search, key LIMIT ?`)

/** Without what is only for the store. */
function toProduct(body: string): Product {
  const { search: _search, amount: _amount, marks: _marks, ...product } = JSON.parse(body) as Product
  return product
}

/** A page, and the `Link` header to the next one; undefined where the cursor is none of this query. */
export function listProducts(
  category: string,
  limit: number,
  cursor: string | undefined,
): { products: Product[]; link: string | undefined } | undefined {
  const after = cursor === undefined ? ['', ''] : readCursor(category, cursor)
  if (after === undefined) return undefined
  list.bind([category, ...after, limit + 1])
  const products: Product[] = []
  let last = ['', '']
  let more = false
  while (list.step()) {
    if (products.length === limit) {
      more = true
      break
    }
    const [key, body, search] = list.get()
    products.push(toProduct(String(body)))
    last = [String(search), String(key)]
  }
  list.reset()
  if (!more) return { products, link: undefined }
  const next = new URLSearchParams({ category, limit: String(limit), cursor: writeCursor(category, last) })
  return { products, link: `<?${next}>; rel="next"` }
}

export function getProduct(key: string): { product: Product; etag: string } | undefined {
  get.bind([key])
  const [version, body] = get.step() ? get.get() : []
  get.reset()
  if (body === undefined) return undefined
  const product = toProduct(String(body))
  return { product, etag: `"${version}-${Date.parse(String(product.createdAt)).toString(36)}"` }
}

const macLength = 16

const sign = (category: string, position: string): Buffer =>
  createHmac('sha256', 'secret of the bench').update(`${category}\n${position}`).digest().subarray(0, macLength)

function writeCursor(category: string, place: string[]): string {
  const position = JSON.stringify(place)
  return Buffer.concat([sign(category, position), Buffer.from(position)]).toString('base64url')
}

function readCursor(category: string, cursor: string): string[] | undefined {
  const bytes = Buffer.from(cursor, 'base64url')
  const position = bytes.subarray(macLength).toString()
  if (bytes.length <= macLength || !timingSafeEqual(bytes.subarray(0, macLength), sign(category, position))) return
  return JSON.parse(position) as string[]
}
