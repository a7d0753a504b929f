/** Sixteen writers on a store, for ever: each says what was acknowledged. The test that starts it kills it. */
import { writeSync } from 'node:fs'
import { createCollection } from '../../lib/store/collection.ts'
import { createCursors } from '../../lib/store/cursor.ts'
import { openSqljs } from '../../lib/store/sqljs/driver.ts'

const [folder = '', round = ''] = process.argv.slice(2)
const driver = await openSqljs(folder)
const items = createCollection<{ id: string; kind: string; text: string }, { byKind: ['kind', 'text'] }>(
  'items',
  { key: 'id', indexes: { byKind: ['kind', 'text'] } },
  { driver: async () => driver, cursors: () => createCursors('secret'), now: () => Date.now() / 1000 },
)

async function write(id: string): Promise<never> {
  await items.insert({ id, kind: 'a', text: '1' })
  writeSync(1, `ok ${id} 1\n`)
  for (let version = 2; ; version++) {
    await items.update(id, (before) => ({ ...before, text: String(version) }))
    writeSync(1, `ok ${id} ${version}\n`)
  }
}

await Promise.all(Array.from({ length: 16 }, (_, at) => write(`r${round}-w${at}`)))
