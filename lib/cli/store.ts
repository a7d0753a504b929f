import { createInterface } from 'node:readline/promises'
import { styleText } from 'node:util'
import { Command } from 'commander'
import { ConfigError } from '../config/config-error.ts'
import { loadEnvironment } from '../config/environment.ts'
import { selectServices } from '../config/select-services.ts'
import { list } from '../config/variable-types.ts'
import { listServices, openProject } from '../contract/project.ts'
import { openTables, type TableRow } from '../store/dynamodb/declared-tables.ts'
import { isDynamodbUrl } from '../store/dynamodb/url.ts'
import { loadCollections } from '../store/load-collections.ts'
import { type Declaration, readStoreSettings } from '../store/store.ts'
import { toColumns } from './columns.ts'
import { CommandError } from './failure.ts'
import { createFolder, dropFolder, printFolder } from './store-folder.ts'

/** `twelvefold store`: the tables of the store that `STORE_URL` chooses. */
export const store: Command = new Command('store').description(
  'make, look at or remove the tables of the collections that the services declare,\n' +
    'in the store that STORE_URL chooses (ENV and SERVICES say which)',
)

store
  .command('create')
  .description('make the tables that are not there yet, and wait until they can be used')
  .action(async () => {
    const { url, collections } = await examine()
    if (!isDynamodbUrl(url)) return createFolder(url)
    await withTables(url, collections, async (tables) => {
      const rows = await tables.create(sayProgress)
      console.log(rows.map(({ table, isNew }) => `${table}: ${isNew ? 'made' : 'is there already'}`).join('\n'))
      refuseDifferences(rows)
    })
  })

store
  .command('drop')
  .description('remove the tables and all that is in them')
  .option('--yes', 'do not ask')
  .action(async (options: { yes?: boolean }) => {
    const { url, collections } = await examine()
    if (!isDynamodbUrl(url)) return dropFolder(url, (folder) => confirm(options, folder, `the store in ${folder}`))
    await withTables(url, collections, async (tables) => {
      const there = (await tables.inspect()).filter(({ state }) => state !== 'missing').map(({ table }) => table)
      if (there.length === 0) return console.log('There are no tables to remove.')
      await confirm(options, tables.prefix, there.join(', '))
      await tables.drop(there)
      console.log(there.map((table) => `${table}: removed`).join('\n'))
    })
  })

store
  .command('status')
  .description('print what there is; exit with 1 where a table is missing or is not as declared')
  .option('--json', 'print JSON')
  .action(async (options: { json?: boolean }) => {
    const { url, collections } = await examine()
    if (!isDynamodbUrl(url)) return printFolder(url, collections, options)
    await withTables(url, collections, async (tables) => {
      const rows = await tables.inspect()
      const json = { store: 'dynamodb', region: tables.region, prefix: tables.prefix, collections: rows }
      console.log(options.json ? JSON.stringify(json, null, 2) : toTable(rows))
      refuseDifferences(rows)
      if (rows.some(({ state }) => state === 'missing'))
        throw new CommandError('Some tables are missing. "twelvefold store create" makes them.')
    })
  })

async function examine(): Promise<{ url: string; collections: Declaration[] }> {
  const project = openProject()
  loadEnvironment({ root: project.root })
  // Cursors are none of this command's business, so their secret need not be there.
  const { STORE_URL: url } = readStoreSettings({ STORE_URL: process.env.STORE_URL })
  const services = selectServices(listServices(project), list({ optional: true }).parse(process.env.SERVICES ?? ''))
  const collections = await loadCollections(project, services)
  if (collections.length === 0) throw new CommandError('No service declares a collection.')
  return { url, collections }
}

async function withTables(
  url: string,
  collections: readonly Declaration[],
  work: (tables: ReturnType<typeof openTables>) => Promise<void>,
): Promise<void> {
  const tables = openTables(url, collections)
  try {
    await work(tables)
  } catch (error) {
    if (error instanceof CommandError || error instanceof ConfigError) throw error
    throw new CommandError(tables.describeFailure(error))
  } finally {
    tables.close()
  }
}

function toTable(rows: readonly TableRow[]): string {
  const lines = rows.map(({ collection, table, state, documents, indexes }) => [
    collection,
    table,
    state,
    state === 'missing' ? '' : `~${documents}`,
    Object.keys(indexes).join(', '),
  ])
  return toColumns(['COLLECTION', 'TABLE', 'STATE', 'DOCUMENTS', 'INDEXES'], lines)
}

function refuseDifferences(rows: readonly TableRow[]): void {
  const faults = rows.flatMap(({ table, differences }) => differences.map((difference) => `${table}: ${difference}`))
  if (faults.length === 0) return
  const head = 'Tables are not as their collections are declared (docs/guides/dynamodb.md of the kit says what to do):'
  throw new CommandError([head, ...faults].join('\n'))
}

function sayProgress(ready: number, all: number): void {
  if (!process.stdout.isTTY) return
  const text = `${ready} of ${all} tables are ready`
  process.stdout.write(ready < all ? `\r${styleText('dim', text)}` : `\r${' '.repeat(text.length)}\r`)
}

/** @param word what has to be typed where `--yes` is not given */
async function confirm({ yes }: { yes?: boolean }, word: string, what: string): Promise<void> {
  if (yes) return
  if (!process.stdin.isTTY) throw new CommandError(`This removes ${what} for good. Say so with --yes.`)
  const typed = await ask(`This removes ${what} for good. Type ${word} to go on: `)
  if (typed.trim() !== word) throw new CommandError('Nothing was removed.')
}

/** @returns what was typed; nothing where the input ends */
async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  const ended = new Promise<string>((resolve) => terminal.once('close', () => resolve('')))
  const typed = await Promise.race([terminal.question(question), ended])
  terminal.close()
  return typed
}
