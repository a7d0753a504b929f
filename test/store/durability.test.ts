import assert from 'node:assert/strict'
import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { ConfigError } from '../../lib/config/config-error.ts'
import { Problem } from '../../lib/problem/problem.ts'
import { openSqljs } from '../../lib/store/sqljs/driver.ts'
import { createDisk } from './disk.ts'
import { createFolder, type Item, item, itemsIn, journalOf, within } from './items.ts'

test('what was written is there after the store was closed and opened, indexes and versions too', async (context) => {
  const folder = createFolder(context)
  await within(folder, async (items) => {
    await items.insert(item('a'))
    await items.insert(item('b'))
    await items.update('a', (before) => ({ ...before, text: 'z' }))
    await items.remove('b')
  })

  const found = await within(folder, async (items) => (await items.query('byKind', { equals: { kind: 'a' } })).items)

  assert.deepEqual(
    found.map((found) => ({ ...found })),
    [item('a', 'z')],
  )
})

test('a torn line at the end was not acknowledged: it is cut off, and writing goes on behind what is whole', async (context) => {
  const folder = createFolder(context)
  await within(folder, (items) => items.insert(item('a')))
  appendFileSync(journalOf(folder), '0badc0de {"collection":"items","key":"b","ver')

  await within(folder, (items) => items.insert(item('c')))

  await within(folder, async (items) => {
    assert.equal(await items.get('b'), undefined)
    assert.deepEqual([(await items.get('a'))?.id, (await items.get('c'))?.id], ['a', 'c'])
  })
})

test('damage in the middle is lost data: the store is not opened, and says which line of which file', async (context) => {
  const folder = createFolder(context)
  await within(folder, async (items) => {
    await items.insert(item('a'))
    await items.insert(item('b'))
  })
  const journal = journalOf(folder)
  writeFileSync(journal, readFileSync(journal, 'utf8').replace('"key":"a"', '"key":"x"'))

  await assert.rejects(openSqljs(folder), /journal-0\.ndjson, line 1: damaged, and whole lines follow/)
  // Nor is the folder held by the attempt: the reason is told again.
  await assert.rejects(openSqljs(folder), /damaged, and whole lines follow/)
})

test('a second owner of the folder is refused at once, and let in when the first is gone', async (context) => {
  const folder = createFolder(context)
  const first = await openSqljs(folder)

  await assert.rejects(
    openSqljs(folder),
    (error) => error instanceof ConfigError && /another process has open/.test(error.message),
  )
  await first.close()

  await (await openSqljs(folder)).close()
})

test('a long journal becomes a snapshot while writing goes on, and both together are the whole', async (context) => {
  const folder = createFolder(context)
  const text = 'x'.repeat(50_000)
  await within(folder, async (items) => {
    for (let at = 0; at < 400; at++) await items.insert(item(`k${at}`, `${at} ${text.slice(0, 900)}`))
    for (let at = 0; at < 300; at++)
      await items.update(
        `k${at % 10}`,
        (before) => ({ ...before, kind: `${at} ${text.slice(0, 40_000)}`.slice(0, 900), more: text }) as Item,
      )
  })

  assert.equal(
    readdirSync(folder).some((file) => file.startsWith('snapshot-')),
    true,
  )
  assert.equal(existsSync(join(folder, 'journal-0.ndjson')), false)
  await within(folder, async (items) => {
    assert.match((await items.get('k9'))?.kind ?? '', /^299 /)
    assert.equal((await items.query('byKind', { equals: { kind: 'a' }, limit: 1000 })).items.length, 390)
  })
})

test('on a full disk a write fails and is undone, reads go on, and with room again so do writes', async (context) => {
  const folder = createFolder(context)
  const disk = createDisk()
  const driver = await openSqljs(folder, disk)
  const items = itemsIn(driver)
  await items.insert(item('a', 'before'))

  disk.full = true
  const refused = await Promise.allSettled([
    items.insert(item('b')),
    items.update('a', (before) => ({ ...before, text: 'after' })),
    items.remove('a'),
  ])
  const trouble = driver.trouble()
  const meanwhile = await items.get('a')
  disk.full = false
  await items.insert(item('c'))
  await driver.close()

  for (const outcome of refused) {
    assert.ok(outcome.status === 'rejected' && outcome.reason instanceof Problem && outcome.reason.status === 503)
  }
  assert.match(trouble ?? '', /ENOSPC/)
  assert.equal(driver.trouble(), undefined)
  assert.equal(meanwhile?.text, 'before')
  await within(folder, async (again) => {
    assert.equal((await again.get('a'))?.text, 'before')
    assert.equal(await again.get('b'), undefined)
    assert.equal((await again.get('c'))?.id, 'c')
  })
})

test('that a disk has room again is found out without a write, which nobody may send while a service is not ready', async (context) => {
  const folder = createFolder(context)
  const disk = createDisk()
  const driver = await openSqljs(folder, disk)
  context.after(() => driver.close())
  disk.full = true
  await assert.rejects(itemsIn(driver).insert(item('a')))
  await driver.look()
  const full = driver.trouble()

  disk.full = false
  for (; driver.trouble() !== undefined; await pause(10)) await driver.look()

  assert.match(full ?? '', /ENOSPC/)
  assert.equal(readFileSync(journalOf(folder), 'utf8'), '')
})

test('that a disk is full is found out before a write is refused, by looking at most once a second', async (context) => {
  const disk = createDisk()
  const driver = await openSqljs(createFolder(context), disk)
  context.after(() => driver.close())
  let looks = 0
  disk.beforeAppend = () => void looks++
  const started = performance.now()

  disk.full = true
  for (; driver.trouble() === undefined; await pause(10)) await driver.look()
  await driver.look()

  assert.match(driver.trouble() ?? '', /ENOSPC/)
  assert.ok(looks <= (performance.now() - started) / 1000 + 1, `${looks} looks`)
})
