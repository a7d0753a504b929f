import { existsSync, readdirSync, rmdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigError } from '../config/config-error.ts'
import { shapeOf } from '../store/document.ts'
import { openStore } from '../store/open-store.ts'
import { lockFolder } from '../store/sqljs/folder-lock.ts'
import type { Declaration } from '../store/store.ts'
import { toColumns } from './columns.ts'
import { CommandError } from './failure.ts'

interface FolderStatus {
  folder: string
  bytes: number
  /** Undefined where another process has the folder open. */
  documents?: Record<string, number>
}

/** Prints what an embedded store holds. */
export async function printFolder(
  url: string,
  collections: readonly Declaration[],
  options: { json?: boolean },
): Promise<void> {
  const folder = folderOf(url)
  if (folder === undefined)
    return console.log(options.json ? '{}' : 'The store is in memory, and ends with its process.')
  const status = await inspectFolder(url, folder, collections)
  if (options.json) return console.log(JSON.stringify(status, null, 2))
  const { bytes, documents } = status
  const rows = collections.map(({ name, description }) => [
    name,
    String(documents?.[name] ?? ''),
    Object.keys(description.indexes).join(', '),
  ])
  console.log(`${folder}: ${bytes === 0 ? 'empty' : `${(bytes / 1024).toFixed(1)} KB`}`)
  if (documents === undefined) console.log('Another process has it open, so its documents cannot be counted.')
  console.log(`\n${toColumns(['COLLECTION', 'DOCUMENTS', 'INDEXES'], rows)}`)
}

/** Removes the files of an embedded store, and its folder where nothing else is in it. */
export async function dropFolder(url: string, confirm: (folder: string) => Promise<void>): Promise<void> {
  const folder = folderOf(url)
  if (folder === undefined) return console.log('Nothing is needed: the store is in memory, and ends with its process.')
  if (storeFiles(folder).length === 0) return console.log(`There is no store in ${folder}.`)
  await confirm(folder)
  const unlock = await lockFolder(folder)
  if (unlock === undefined) throw new CommandError(`Another process has ${folder} open. Stop it first.`)
  for (const file of storeFiles(folder)) rmSync(join(folder, file))
  if (readdirSync(folder).length === 0) rmdirSync(folder)
  await unlock()
  console.log(`${folder}: removed`)
}

async function inspectFolder(url: string, folder: string, collections: readonly Declaration[]): Promise<FolderStatus> {
  const bytes = storeFiles(folder).reduce((sum, file) => sum + statSync(join(folder, file)).size, 0)
  // A look must not make what is not there.
  if (bytes === 0) return { folder, bytes, documents: Object.fromEntries(collections.map(({ name }) => [name, 0])) }
  const documents = await countDocuments(url, collections)
  return { folder, bytes, ...(documents === undefined ? {} : { documents }) }
}

async function countDocuments(
  url: string,
  collections: readonly Declaration[],
): Promise<Record<string, number> | undefined> {
  const driver = await openStore(url).catch((error: unknown) => {
    if (error instanceof ConfigError) return undefined
    throw error
  })
  if (driver === undefined) return undefined
  const counts: Record<string, number> = {}
  for (const { name, description } of collections) {
    await driver.open(shapeOf(name, description))
    let count = 0
    for await (const _ of driver.scan(name)) count++
    counts[name] = count
  }
  await driver.close()
  return counts
}

function folderOf(url: string): string | undefined {
  if (url === 'sqljs::memory:') return undefined
  const folder = /^sqljs:(?!\/\/)(.+)$/.exec(url)?.[1]
  if (folder !== undefined) return folder
  throw new ConfigError([
    { variable: 'STORE_URL', message: 'is none of sqljs:<folder>, sqljs::memory:, dynamodb://<region>/<prefix>' },
  ])
}

/** The names of a store's own files in a folder, which may have others. */
const storeFiles = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder).filter((file) => /^(?:journal|snapshot)-\d+\.ndjson(?:\.part)?$/.test(file))
    : []
