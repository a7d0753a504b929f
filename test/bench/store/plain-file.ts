import { existsSync, readFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { Engine } from './engines.ts'
import type { Product } from './product.ts'

/** A file to which each product is appended as a line, with an fdatasync of its own: what the disk can do. */
export async function openPlainFile(folder: string): Promise<Engine> {
  const path = join(folder, 'plain.ndjson')
  const found = existsSync(path) ? readFileSync(path, 'utf8').trimEnd().split('\n') : []
  const products = new Map(found.map((line) => [(JSON.parse(line) as Product).productId, line]))
  const file = await open(path, 'a')
  return {
    insert: async (product) => {
      await file.write(`${JSON.stringify(product)}\n`)
      await file.datasync()
    },
    read: async (productId) => products.get(productId),
    close: () => file.close(),
  }
}
