import assert from 'node:assert/strict'
import { accessSync, appendFileSync, chmodSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { Problem } from '../../lib/problem/problem.ts'
import type { Driver } from '../../lib/store/driver.ts'
import { openSqljs } from '../../lib/store/sqljs/driver.ts'
import { takeBySocket } from '../../lib/store/sqljs/folder-sockets.ts'
import { createFolder, item, itemsIn, journalOf, within } from './items.ts'

const nobody = 65_534
const skip = process.platform === 'win32' ? 'Windows has no folders of this kind' : false

const noContainers = process.platform === 'linux' ? false : 'a socket in the folder is for containers, which Linux has'

/** Runs steps while the folder may be read and not be written, which root is never refused. */
async function whileReadOnly(context: TestContext, folder: string, steps: () => Promise<void>): Promise<void> {
  for (const file of readdirSync(folder)) chmodSync(join(folder, file), 0o444)
  chmodSync(folder, 0o555)
  const isRoot = process.geteuid?.() === 0
  try {
    if (isRoot) process.seteuid?.(nobody)
    try {
      for (const path of [folder, import.meta.filename]) accessSync(path)
    } catch {
      return context.skip('nobody but root may read the folders of this test')
    }
    await steps()
  } finally {
    if (isRoot) process.seteuid?.(0)
    chmodSync(folder, 0o700)
  }
}

test('a folder that may not be written can be read, its writes fail, and it is trouble from the start', {
  skip,
}, async (context) => {
  const folder = createFolder(context)
  await within(folder, (items) => items.insert(item('a')))

  await whileReadOnly(context, folder, async () => {
    const driver = await openSqljs(folder)
    const trouble = driver.trouble()
    const read = await itemsIn(driver).get('a')
    const written = await itemsIn(driver)
      .insert(item('b'))
      .catch((error: unknown) => error)
    const undone = await itemsIn(driver).get('b')
    await driver.close()

    assert.match(trouble ?? '', /EACCES: permission denied/)
    assert.equal(read?.id, 'a')
    assert.ok(written instanceof Problem && written.status === 503)
    assert.equal(undone, undefined)
  })
})

test('a folder that may be written again is written only as long as no other container has taken it meanwhile', {
  skip: skip || noContainers,
}, async (context) => {
  const folder = createFolder(context)
  await within(folder, (items) => items.insert(item('a')))
  let reader: Driver | undefined
  await whileReadOnly(context, folder, async () => {
    reader = await openSqljs(folder)
  })
  if (reader === undefined) return
  chmodSync(journalOf(folder), 0o600)

  const withdraw = await takeBySocket(folder)
  const refused = await itemsIn(reader)
    .insert(item('b'))
    .catch((error: unknown) => error)
  const trouble = reader.trouble()
  await withdraw?.()
  await itemsIn(reader).insert(item('c'))
  const own = await takeBySocket(folder)
  await reader.close()

  assert.ok(refused instanceof Problem && refused.status === 503)
  assert.match(trouble ?? '', /^another process has /)
  assert.equal(own, undefined)
})

test('a torn line is passed over where it cannot be cut off, and cut off before anything is written behind it', {
  skip,
}, async (context) => {
  const folder = createFolder(context)
  await within(folder, (items) => items.insert(item('a')))
  appendFileSync(journalOf(folder), '0badc0de {"collection":"items","key":"b","ver')

  await whileReadOnly(context, folder, async () => {
    const driver = await openSqljs(folder)
    const read = await itemsIn(driver).get('a')
    await driver.close()

    assert.equal(read?.id, 'a')
    assert.match(readFileSync(journalOf(folder), 'utf8'), /"ver$/)
  })
  chmodSync(journalOf(folder), 0o600)
  await within(folder, (items) => items.insert(item('c')))

  await within(folder, async (items) => {
    assert.deepEqual([(await items.get('a'))?.id, (await items.get('c'))?.id], ['a', 'c'])
  })
})
