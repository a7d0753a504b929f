import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Call } from '../calls.ts'
import { generateContracts, hostVariables, runCommand, type Subject } from '../subject.ts'
import { makeFolder } from '../temporary.ts'

/** The catalog with its demo products, ready to be served. */
export interface SeededCatalog {
  /** What the process host needs to find it. */
  env: Record<string, string>
  /** The same documents as NDJSON, for the others. */
  data: string
}

const seeded = new Map<string, SeededCatalog>()

/** Loads the demo data, once for each subject. */
export function seedCatalog(subject: Subject): SeededCatalog {
  const known = seeded.get(subject.root)
  if (known !== undefined) return known
  generateContracts(subject)
  const folder = makeFolder('catalog')
  const data = join(folder, 'catalog.ndjson')
  const env = { ...hostVariables, STORE_URL: `sqljs:${join(folder, 'data')}` }
  runCommand(subject, 'seed', env)
  runCommand(subject, `export catalog ${data}`, env)
  // As many again: no category of the demo fills a page and has more.
  const more = join(folder, 'more.ndjson')
  writeFileSync(more, readDocuments(data).map(toSecond).map(toLine).join(''))
  runCommand(subject, `import catalog ${more}`, env)
  runCommand(subject, `export catalog ${data}`, env)
  seeded.set(subject.root, { env, data })
  return { env, data }
}

interface Document extends Record<string, unknown> {
  productId: string
  sku: string
  category: string
  name: string
  search: string
}

const collection = 'products'

function readDocuments(file: string): Document[] {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
  return lines
    .map((line) => JSON.parse(line) as { collection: string; document: Document })
    .filter((line) => line.collection === collection)
    .map(({ document }) => document)
}

function toSecond(document: Document): Document {
  const { productId, sku, name, search } = document
  return {
    ...document,
    productId: `${productId}-b`,
    sku: `${sku}-B`,
    name: `${name}, large`,
    search: `${search}, large`,
  }
}

const toLine = (document: Document): string =>
  `${JSON.stringify({ collection, key: document.productId, version: 1, document })}\n`

const limit = 20

/** A page of a category that has more than one, and one product of it; what they answer is worked out from the data. */
export function listCalls(data: string): Call[] {
  const documents = readDocuments(data)
  const category = [...Map.groupBy(documents, (document) => document.category)].find(
    ([, { length }]) => length > limit,
  )?.[0]
  if (category === undefined) throw new Error(`the data has no category of more than ${limit} products`)
  const page = documents
    .filter((document) => document.category === category)
    .sort((a, b) => (a.search < b.search ? -1 : 1))
    .slice(0, limit)
  const [first] = page
  const path = `/catalog/products/${first?.productId}`
  const list = `/catalog/products?category=${category}&limit=`
  return [
    {
      name: `GET /catalog/products, ${limit} of a category`,
      method: 'GET',
      path: `${list}${limit}`,
      headers: {},
      reply: JSON.stringify(page.map(toProduct)),
      replyHeaders: { link: new RegExp(`^<\\?category=${category}&limit=${limit}&cursor=[\\w-]{40,}>; rel="next"$`) },
      broken: { path: `${list}0` },
    },
    {
      name: 'GET /catalog/products/{productId}',
      method: 'GET',
      path,
      headers: {},
      reply: JSON.stringify(first && toProduct(first)),
      replyHeaders: { etag: /^"\d+-\w+"$/ },
      broken: { path: `${path}_` },
    },
  ]
}

/** Without what is only for the store. */
function toProduct({ search: _search, amount: _amount, marks: _marks, ...product }: Document): object {
  return product
}
