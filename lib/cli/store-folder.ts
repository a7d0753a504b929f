import { existsSync, readdirSync, rmdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigError } from '../config/config-error.ts'
import { shapeOf } from '../store/document.ts'
import { openStore } from '../store/open-store.ts'
import { lockFolder } from '../store/sqljs/folder-lock.ts'
import type { Declaration } from '../store/store.ts'
import { toColumns } from './columns.ts'
import { CommandError } from './failure.ts'

/** Prints what an embedded store holds. */
export async function printFolder(
  url: string,
  collections: readonly Declaration[],
  options: { json?: boolean },
): Promise<void> {
  const folder = folderOf(url)
  const bytes = folder === undefined ? 0 : sizeOf(folder)
  // A look must not make what is not there.
  const counts = folder === undefined || bytes === 0 ? () => 0 : await countDocuments(url, folder, collections)
  const rows = collections.map(({ name, description: { indexes } }) => {
    const documents = counts?.(name)
    return { collection: name, ...(documents === undefined ? {} : { documents }), indexes }
  })
  if (options.json) return console.log(JSON.stringify({ store: 'sqljs', folder, bytes, collections: rows }, null, 2))
  console.log(folder === undefined ? 'In memory: it ends with its process.' : `${folder}: ${toSize(bytes)}`)
  if (counts === undefined) console.log('Another process has it open, so its documents cannot be counted.')
  const lines = rows.map(({ collection, documents = '?', indexes }) => [
    collection,
    String(documents),
    Object.keys(indexes).join(', '),
  ])
  console.log(`\n${toColumns(['COLLECTION', 'DOCUMENTS', 'INDEXES'], lines)}`)
}

/** Says that an embedded store has nothing to be made. @throws ConfigError where the URL is none */
export function createFolder(url: string): void {
  const folder = folderOf(url)
  console.log(
    `Nothing is needed: ${folder === undefined ? 'the store is in memory' : `${folder} is made when it is used`}.`,
  )
}

/** Removes the files of an embedded store, and its folder where nothing else is in it. */
export async function dropFolder(url: string, confirm: (folder: string) => Promise<void>): Promise<void> {
  const folder = folderOf(url)
  if (folder === undefined) return console.log('Nothing is needed: the store is in memory, and ends with its process.')
  if (storeFiles(folder).length === 0) return console.log(`There is no store in ${folder}.`)
  await confirm(folder)
  const lock = await lockFolder(folder)
  if (lock === undefined) throw new CommandError(`Another process has ${folder} open. Stop it first.`)
  for (const file of storeFiles(folder)) rmSync(join(folder, file))
  // As long as it is ours there is something of ours in it.
  await lock.release()
  if (readdirSync(folder).length === 0) rmdirSync(folder)
  console.log(`${folder}: removed`)
}

/** @returns what tells the number of a collection's documents; undefined where another process has the folder open */
async function countDocuments(
  url: string,
  folder: string,
  collections: readonly Declaration[],
): Promise<((collection: string) => number | undefined) | undefined> {
  const lock = await lockFolder(folder)
  if (lock === undefined) return undefined
  await lock.release()
  const driver = await openStore(url)
  const counts = new Map<string, number>()
  for (const { name, description } of collections) {
    await driver.open(shapeOf(name, description))
    for await (const _ of driver.scan(name)) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  await driver.close()
  return (collection) => counts.get(collection) ?? 0
}

const sizeOf = (folder: string): number =>
  storeFiles(folder).reduce((sum, file) => sum + statSync(join(folder, file)).size, 0)

const toSize = (bytes: number): string => (bytes === 0 ? 'empty' : `${(bytes / 1024).toFixed(1)} KB`)

function folderOf(url: string): string | undefined {
  if (url === 'sqljs::memory:') return undefined
  const folder = /^sqljs:(?!\/\/)(.+)$/.exec(url)?.[1]
  if (folder === undefined) throw wrong('is none of sqljs:<folder>, sqljs::memory:, dynamodb://<region>/<prefix>')
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === false)
    throw wrong(`names ${folder}, which is not a folder`)
  return folder
}

const wrong = (message: string): ConfigError => new ConfigError([{ variable: 'STORE_URL', message }])

/** The names of a store's own files in a folder, which may have others. */
const storeFiles = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder).filter((file) => /^(?:journal|snapshot)-\d+\.ndjson(?:\.part)?$/.test(file))
    : []
