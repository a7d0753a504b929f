import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import type { Driver } from '../../lib/store/driver.ts'
import { openSqljs } from '../../lib/store/sqljs/driver.ts'
import { conformance } from './conformance.ts'

const folder = mkdtempSync(join(tmpdir(), 'twelvefold-store-'))
const opened = new Map<string, Promise<Driver>>()
const once = (name: string, open: () => Promise<Driver>) => (): Promise<Driver> => {
  const driver = opened.get(name) ?? open()
  opened.set(name, driver)
  return driver
}

after(async () => {
  for (const driver of opened.values()) await (await driver).close()
  rmSync(folder, { recursive: true, force: true })
})

conformance(
  'sqljs in memory',
  once('memory', () => openSqljs(undefined)),
)
conformance(
  'sqljs in a folder',
  once('folder', () => openSqljs(folder)),
)
