import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { openSqljs } from '../../lib/store/sqljs/driver.ts'
import { createDisk, noSpace } from './disk.ts'
import { createFolder, type Items, item, itemsIn, large, within } from './items.ts'

process.env.LOG_LEVEL = 'silent'

/** Bytes: a few writes make a journal long. */
const snapshotAfter = 10_000

/** A store in a folder of its own that soon makes snapshots, on a disk that a test decides of. */
async function openOnDisk(context: TestContext) {
  const folder = createFolder(context)
  const disk = createDisk()
  const driver = await openSqljs(folder, { openFile: disk.openFile, snapshotAfter })
  return { folder, disk, driver, items: itemsIn(driver), has: (file: string) => existsSync(join(folder, file)) }
}

/** Inserts items until the journal is long enough for a snapshot; the next write begins it. */
async function fill(items: Items, name: string): Promise<void> {
  for (let at = 0; at < 10; at++) await items.insert(large(`${name}${at}`, 1_000))
}

/** Waits for something that another turn of the event loop brings about. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve))
}

test('a snapshot for which there is no room costs nothing: nothing is lost, and it is tried again when the journal has grown', async (context) => {
  const { folder, disk, driver, items, has } = await openOnDisk(context)
  let tries = 0
  disk.beforeAppend = (file) => {
    if (!file.endsWith('.part')) return
    tries++
    throw noSpace()
  }

  await fill(items, 'a')
  for (let at = 0; at < 5; at++) await items.insert(item(`b${at}`))
  const triesUntilThen = tries
  const filesThen = readdirSync(folder).filter((file) => !file.startsWith('journal-'))
  disk.beforeAppend = () => undefined
  await fill(items, 'c')
  await items.insert(item('d'))
  await until(() => has('snapshot-2.ndjson') && !has('journal-1.ndjson'))
  await driver.close()

  assert.equal(triesUntilThen, 1, 'not with every write')
  assert.deepEqual(
    filesThen.filter((file) => file.endsWith('.ndjson') || file.endsWith('.part')),
    [],
  )
  await within(folder, async (again) => {
    const { items: found } = await again.query('byKind', { equals: { kind: 'a' }, limit: 100 })
    assert.equal(found.length, 26)
  })
})

test('a snapshot that is shorter on disk than what was written takes the place of nothing', async (context) => {
  const { folder, disk, driver, items, has } = await openOnDisk(context)
  disk.loses = (file) => file.endsWith('.part')

  await fill(items, 'a')
  await items.insert(item('b'))
  await driver.close()

  assert.equal(has('snapshot-1.ndjson'), false)
  await within(folder, async (again) => assert.equal((await again.get('a0'))?.id, 'a0'))
})
