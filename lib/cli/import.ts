import { createReadStream, fstatSync, openSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { Command } from 'commander'
import { loadEnvironment } from '../config/environment.ts'
import { selectServices } from '../config/select-services.ts'
import { listServices, openProject } from '../contract/project.ts'
import { shapeOf, toStored } from '../store/document.ts'
import type { Driver } from '../store/driver.ts'
import { loadCollections } from '../store/load-collections.ts'
import { closeStore, type Declaration, processStore } from '../store/store.ts'
import { CommandError } from './failure.ts'
import { showProgress } from './progress.ts'

/** How many documents are on their way to the store at once. */
const atOnce = 32

/** `twelvefold import`: reads what `twelvefold export` has written, into any driver. It may be repeated. */
export const importCommand: Command = new Command('import')
  .description("read a service's data from NDJSON into the store that STORE_URL names")
  .argument('<service>', 'whose collections')
  .argument('[file]', 'where from; the standard input unless said')
  .option('--overwrite', 'write over documents that are there with another version; they are kept unless said')
  .action(async (service: string, file: string | undefined, { overwrite = false }: { overwrite?: boolean }) => {
    const project = openProject()
    loadEnvironment({ root: project.root })
    selectServices(listServices(project), [service])
    const collections = new Map((await loadCollections(project, [service])).map((known) => [known.name, known]))
    const { input, size } = openInput(file)
    const progress = showProgress(`Importing ${service}`, size, size === undefined ? 'count' : 'bytes')
    const counts = { written: 0, there: 0, kept: 0 }
    try {
      const driver = await processStore()
      for (const { name, description } of collections.values()) await driver.open(shapeOf(name, description))
      let number = 0
      let bytes = 0
      let pending: Promise<void>[] = []
      let failure: unknown
      for await (const line of createInterface({ input })) {
        number++
        bytes += Buffer.byteLength(line) + 1
        if (line.trim() === '') continue
        const place = `${file ?? 'standard input'}, line ${number}`
        pending.push(
          writeLine(driver, collections, line, place, overwrite).then(
            (outcome) => {
              counts[outcome]++
            },
            (error: unknown) => {
              failure ??= error
            },
          ),
        )
        if (pending.length === atOnce) {
          await Promise.all(pending)
          pending = []
          progress.update(size === undefined ? number : bytes)
        }
        if (failure !== undefined) break
      }
      await Promise.all(pending)
      progress.end()
      if (failure !== undefined) {
        if (counts.written > 0) console.error(`${counts.written} documents of ${service} were imported before this:`)
        throw failure
      }
      const kept = counts.kept === 0 ? '' : `, ${counts.kept} of another version kept (--overwrite writes over them)`
      console.log(`${counts.written} documents of ${service} imported, ${counts.there} were there already${kept}`)
    } finally {
      progress.end()
      input.destroy()
      await closeStore()
    }
  })

/** A file is opened at once: one that cannot be read is told before anything is written. */
function openInput(file: string | undefined): { input: Readable; size: number | undefined } {
  if (file === undefined) return { input: process.stdin, size: undefined }
  try {
    const fd = openSync(file, 'r')
    const stats = fstatSync(fd)
    if (stats.isDirectory()) throw new Error('it is a folder')
    return { input: createReadStream('', { fd }), size: stats.isFile() ? stats.size : undefined }
  } catch (error) {
    throw new CommandError(`${file} cannot be read: ${error instanceof Error ? error.message : error}`)
  }
}

async function writeLine(
  driver: Driver,
  collections: ReadonlyMap<string, Declaration>,
  line: string,
  place: string,
  overwrite: boolean,
): Promise<'written' | 'there' | 'kept'> {
  const { collection, version, document } = readLine(line, place)
  const declared = collections.get(collection)
  if (declared === undefined) throw new CommandError(`${place}: the service has no collection ${collection}.`)
  const { key } = declared.description
  const name: unknown = Reflect.get(document, key)
  if (typeof name !== 'string' || name === '')
    throw new CommandError(`${place}: the document has no ${key}, by which ${collection} knows its documents.`)
  const stored = toStored(declared.description, document, version)
  const now = Date.now() / 1000
  if (await driver.insert(collection, stored, now)) return 'written'
  const present = await driver.get(collection, stored.key)
  if (present?.version === version && present.body === stored.body) return 'there'
  if (!overwrite || present === undefined) return 'kept'
  return (await driver.replace(collection, stored, present.version, now)) ? 'written' : 'kept'
}

function readLine(line: string, place: string): { collection: string; version: number; document: object } {
  try {
    const { collection, version, document } = JSON.parse(line) as Record<string, unknown>
    if (
      typeof collection === 'string' &&
      Number.isSafeInteger(version) &&
      Number(version) >= 1 &&
      typeof document === 'object' &&
      document !== null
    ) {
      return { collection, version: Number(version), document }
    }
  } catch {
    // Said below, like a line of another shape.
  }
  throw new CommandError(`${place}: not a line of an export: {"collection":…,"key":…,"version":…,"document":…}`)
}
