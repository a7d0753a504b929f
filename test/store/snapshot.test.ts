import assert from 'node:assert/strict'
import { appendFileSync, cpSync, existsSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { openSqljs } from '../../lib/store/sqljs/driver.ts'
import { writeLine } from '../../lib/store/sqljs/journal-line.ts'
import { createDisk, type Disk, noSpace } from './disk.ts'
import { createFolder, type Items, item, itemsIn, journalOf, large, within } from './items.ts'

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

/** Inserts items until the newest journal is long enough for a snapshot; the next write begins it. @returns how many */
async function fill(folder: string, items: Items, name: string): Promise<number> {
  let count = 0
  while (statSync(journalOf(folder)).size < snapshotAfter) await items.insert(large(`${name}${count++}`, 1_000))
  return count
}

/** Waits for something that another turn of the event loop brings about. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve))
}

/** Waits until a write is in memory; it need not be acknowledged. */
async function untilRead(items: Items, id: string, text: string): Promise<void> {
  while ((await items.get(id))?.text !== text) await new Promise((resolve) => setImmediate(resolve))
}

/** Holds up the next append to a file: `reached` once it is there, until `release` lets it go on or fail. */
function hold(disk: Disk, file: string): { reached: Promise<void>; release: (error?: Error) => void } {
  const gate = Promise.withResolvers<void>()
  const arrival = Promise.withResolvers<void>()
  disk.beforeAppend = (name) => {
    if (name !== file) return undefined
    disk.beforeAppend = () => undefined
    arrival.resolve()
    return gate.promise
  }
  const release = (error?: Error): void => (error === undefined ? gate.resolve() : gate.reject(error))
  return { reached: arrival.promise, release }
}

test('a snapshot for which there is no room costs nothing: nothing is lost, and it is tried again when the journal has grown', async (context) => {
  const { folder, disk, driver, items, has } = await openOnDisk(context)
  let tries = 0
  disk.beforeAppend = (file) => {
    if (!file.endsWith('.part')) return
    tries++
    throw noSpace()
  }

  const count = await fill(folder, items, 'a')
  for (let at = 0; at < 5; at++) await items.insert(item(`b${at}`))
  const triesUntilThen = tries
  const filesThen = readdirSync(folder).filter((file) => !file.startsWith('journal-'))
  disk.beforeAppend = () => undefined
  const more = await fill(folder, items, 'c')
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
    assert.equal(found.length, count + 5 + more + 1)
  })
})

test('a snapshot that is shorter on disk than what was written takes the place of nothing', async (context) => {
  const { folder, disk, driver, items, has } = await openOnDisk(context)
  disk.loses = (file) => file.endsWith('.part')

  await fill(folder, items, 'a')
  await items.insert(item('b'))
  await driver.close()

  assert.equal(has('snapshot-1.ndjson'), false)
  await within(folder, async (again) => assert.equal((await again.get('a0'))?.id, 'a0'))
})

/** Brings a store to where its journal has grown long while version 2 of `x` is being written to it. */
async function growUnderWrite({ disk, items }: Awaited<ReturnType<typeof openOnDisk>>) {
  await items.insert(item('x', 'v1'))
  const first = hold(disk, 'journal-0.ndjson')
  const growing = items.insert(large('grown', snapshotAfter))
  await first.reached
  const second = items.update('x', (before) => ({ ...before, text: 'v2' }))
  second.catch(() => undefined)
  await untilRead(items, 'x', 'v2')
  const held = hold(disk, 'journal-0.ndjson')
  first.release()
  await Promise.all([growing, held.reached])
  return { second, release: held.release }
}

test('what is written while a journal gives way to the next is refused with the write that it builds on', async (context) => {
  const store = await openOnDisk(context)
  const { folder, driver, items } = store
  const { second, release } = await growUnderWrite(store)

  const third = items.update('x', (before) => ({ ...before, text: `${before.text}, v3` }))
  await untilRead(items, 'x', 'v2, v3')
  release(noSpace())
  const outcomes = await Promise.allSettled([second, third])
  const refused = (await items.get('x'))?.text
  await items.update('x', (before) => ({ ...before, text: `${before.text}, v4` }))
  await driver.close()

  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ['rejected', 'rejected'],
  )
  assert.equal(refused, 'v1')
  await within(folder, async (again) => assert.equal((await again.get('x'))?.text, 'v1, v4'))
})

test('while a journal gives way to the next a crash leaves a store that can be opened', async (context) => {
  const store = await openOnDisk(context)
  const { folder, driver, items } = store
  const { second, release } = await growUnderWrite(store)
  const third = items.insert(item('y'))
  await new Promise((resolve) => setImmediate(resolve))
  // As far as the write came.
  appendFileSync(join(folder, 'journal-0.ndjson'), '0badc0de {"collection":"items","key":"x","ver')
  const crashed = createFolder(context)
  cpSync(folder, crashed, { recursive: true, filter: (file) => !file.endsWith('.sock') })
  release(noSpace())
  await Promise.allSettled([second, third])
  await driver.close()

  await within(crashed, async (again) => {
    assert.equal((await again.get('x'))?.text, 'v1')
    assert.equal((await again.get('grown'))?.id, 'grown')
  })
})

test('an older journal may end within a line, as earlier releases left it; a damaged last line is lost data', async (context) => {
  const folder = createFolder(context)
  const line = (id: string): string =>
    writeLine({ collection: 'items', key: id, version: 1, body: JSON.stringify(item(id)) })
  writeFileSync(join(folder, 'journal-0.ndjson'), `${line('a')}${line('b').slice(0, 40)}`)
  writeFileSync(join(folder, 'journal-1.ndjson'), line('c'))

  const found = await within(folder, (items) => Promise.all(['a', 'b', 'c'].map((id) => items.get(id))))
  writeFileSync(join(folder, 'journal-0.ndjson'), `${line('a')}${line('b').replace('"b"', '"x"')}`)

  assert.deepEqual(
    found.map((read) => read?.id),
    ['a', undefined, 'c'],
  )
  await assert.rejects(openSqljs(folder), /journal-0\.ndjson, line 2: damaged/)
})

test('a snapshot has nothing of writes that are refused later, and all of what they were about to change', async (context) => {
  const { folder, disk, driver, items, has } = await openOnDisk(context)
  for (const id of ['removed', 'changed']) await items.insert(item(id, 'kept'))
  await fill(folder, items, 'a')
  const { reached, release } = hold(disk, 'journal-1.ndjson')

  const refused = Promise.allSettled([
    items.remove('removed'),
    items.update('changed', (before) => ({ ...before, text: 'refused' })),
    items.update('changed', (before) => ({ ...before, text: 'refused, too' })),
    items.insert(item('inserted')),
  ])
  await reached
  await until(() => has('snapshot-1.ndjson') && !has('journal-0.ndjson'))
  release(noSpace())
  const outcomes = await refused
  await driver.close()

  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ['rejected', 'rejected', 'rejected', 'rejected'],
  )
  await within(folder, async (again) => {
    const found = await Promise.all(['removed', 'changed', 'inserted'].map((id) => again.get(id)))
    assert.deepEqual(
      found.map((read) => read?.text),
      ['kept', 'kept', undefined],
    )
  })
})

test('where the next journal cannot be opened writing goes on in the one before, and a snapshot is made later', async (context) => {
  const { folder, disk, driver, items, has } = await openOnDisk(context)
  disk.beforeOpen = (file) => {
    if (file === 'journal-1.ndjson') throw Object.assign(new Error('EMFILE: too many open files'), { code: 'EMFILE' })
  }
  await fill(folder, items, 'a')

  await items.insert(item('b'))
  const troubleThen = driver.trouble()
  disk.beforeOpen = () => undefined
  for (let at = 0; !has('snapshot-1.ndjson'); at++) await items.insert(large(`c${at}`, 1_000))
  await driver.close()

  assert.equal(troubleThen, undefined)
  await within(folder, async (again) => assert.equal((await again.get('b'))?.id, 'b'))
})

test('what a crash leaves of a snapshot is removed when the store is opened', async (context) => {
  const folder = createFolder(context)
  writeFileSync(join(folder, 'snapshot-3.ndjson.part'), 'half')

  await within(folder, (items) => items.insert(item('a')))

  assert.deepEqual(readdirSync(folder), ['journal-0.ndjson'])
})

test('a write for which a snapshot has left no room is not refused: the snapshot is given up', async (context) => {
  const { folder, disk, driver, items, has } = await openOnDisk(context)
  await fill(folder, items, 'a')
  const { reached, release } = hold(disk, 'snapshot-1.ndjson.part')
  const first = items.insert(item('b'))
  await reached
  disk.beforeAppend = (file) => {
    if (file !== 'journal-1.ndjson' || !has('snapshot-1.ndjson.part')) return
    release()
    throw noSpace()
  }

  const second = items.insert(item('c'))
  await Promise.all([first, second])
  await driver.close()

  assert.equal(has('snapshot-1.ndjson'), false)
  await within(folder, async (again) => assert.equal((await again.get('c'))?.id, 'c'))
})
