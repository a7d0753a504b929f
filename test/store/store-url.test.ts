import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { ConfigError } from '../../lib/config/config-error.ts'
import { openStore } from '../../lib/store/open-store.ts'
import { createFolder } from './items.ts'

/** What is said of STORE_URL where it names a folder. */
async function faultOf(folder: string): Promise<string> {
  const error = await openStore(`sqljs:${folder}`).catch((reason: unknown) => reason)
  assert.ok(error instanceof ConfigError, String(error))
  return error.message
}

function createFile(context: TestContext): string {
  const file = join(createFolder(context), 'passwd')
  writeFileSync(file, 'root')
  return file
}

test('a file is no folder for a store', async (context) => {
  const file = createFile(context)

  assert.equal(await faultOf(file), `STORE_URL: names ${file}, which is not a folder`)
})

test('a folder that cannot be made is a fault of the configuration, with what the system says', async (context) => {
  const folder = join(createFile(context), 'data')

  assert.match(await faultOf(folder), /^STORE_URL: names the folder .*passwd\/data, which cannot be made: ENOTDIR/)
})

test('a folder whose files cannot be read is a fault of the configuration', async (context) => {
  const folder = createFolder(context)
  mkdirSync(join(folder, 'journal-0.ndjson'))

  assert.match(await faultOf(folder), /^STORE_URL: names the folder .*, which cannot be read: EISDIR/)
})
