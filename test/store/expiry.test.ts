import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Driver } from '../../lib/store/driver.ts'
import { openSqljs } from '../../lib/store/sqljs/driver.ts'
import { createDisk, noSpace } from './disk.ts'
import { createFolder, type Item, item, itemsIn } from './items.ts'

/** Ends at a time in seconds since 1970. */
const ending = (id: string, endsAt: number): Item => ({ ...item(id), endsAt })

/** The keys that a store holds, expired or not. */
async function keysOf(driver: Driver): Promise<string[]> {
  const keys: string[] = []
  for await (const { key } of driver.scan('items')) keys.push(key)
  return keys.sort()
}

/** A clock that both a collection and its driver go by. */
function createClock() {
  const clock = { seconds: 1_000, now: (): number => clock.seconds }
  return clock
}

test('what has expired is dropped in passing, a little with each write and each list', async (context) => {
  const clock = createClock()
  const driver = await openSqljs(undefined, { now: clock.now })
  context.after(() => driver.close())
  const items = itemsIn(driver, clock.now)
  for (let at = 0; at < 1_000; at++) await items.insert(ending(`e${at}`, 1_010 + (at % 2) * 10))
  await items.insert(ending('later', 2_000))
  await items.insert(item('never'))

  clock.seconds = 1_015
  const counts: number[] = [(await keysOf(driver)).length]
  for (let calls = 0; calls < 3; calls++) {
    await items.query('byKind', { equals: { kind: 'a' } })
    counts.push((await keysOf(driver)).length)
  }
  clock.seconds = 1_025
  for (let at = 0; at < 3; at++) await items.insert(item(`new${at}`))

  assert.deepEqual(counts, [1_002, 802, 602, 502])
  assert.deepEqual(await keysOf(driver), ['later', 'never', 'new0', 'new1', 'new2'])
})

test('what has expired is not there after the store was opened again, and what lives is', async (context) => {
  const folder = createFolder(context)
  const clock = createClock()
  const open = (): Promise<Driver> => openSqljs(folder, { now: clock.now })
  const first = await open()
  for (const [id, endsAt] of [
    ['gone', 1_010],
    ['here', 1_011],
    ['for ever', Number.POSITIVE_INFINITY],
  ] as const)
    await itemsIn(first, clock.now).insert(ending(id, endsAt))
  await first.close()

  clock.seconds = 1_010
  const second = await open()
  await itemsIn(second, clock.now).get('here')
  const keys = await keysOf(second)
  const endless = await itemsIn(second, clock.now).get('for ever')
  await second.close()

  assert.deepEqual(keys, ['for ever', 'here'])
  assert.equal(endless?.id, 'for ever')
})

test('a snapshot has nothing that has expired', async (context) => {
  const folder = createFolder(context)
  const clock = createClock()
  const driver = await openSqljs(folder, { now: clock.now, snapshotAfter: 20_000 })
  const items = itemsIn(driver, clock.now)
  await items.insert(ending('here', 1_020))
  await Promise.all(Array.from({ length: 400 }, (_, at) => items.insert(ending(`e${at}`, 1_010))))

  clock.seconds = 1_010
  await items.insert(item('never'))
  await driver.close()

  const snapshots = readdirSync(folder).filter((file) => file.startsWith('snapshot-'))
  const text = readFileSync(join(folder, snapshots.at(-1) ?? ''), 'utf8')
  assert.match(text, /"key":"here"/)
  assert.doesNotMatch(text, /"key":"e\d/)
})

test('a document that is given a later end is not dropped at its earlier one, nor where that is refused once', async (context) => {
  const clock = createClock()
  const disk = createDisk()
  const driver = await openSqljs(createFolder(context), { now: clock.now, openFile: disk.openFile })
  context.after(() => driver.close())
  const items = itemsIn(driver, clock.now)
  await items.insert(ending('prolonged', 1_010))
  await items.insert(ending('kept', 1_100))

  await items.update('prolonged', (before) => ({ ...before, endsAt: 1_200 }))
  disk.beforeAppend = () => {
    clock.seconds = 1_050
    throw noSpace()
  }
  await assert.rejects(items.update('kept', (before) => ({ ...before, endsAt: 1_040 })))
  disk.beforeAppend = () => undefined
  await items.insert(item('another'))

  assert.deepEqual(await keysOf(driver), ['another', 'kept', 'prolonged'])
})
