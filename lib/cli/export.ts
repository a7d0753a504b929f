import { once } from 'node:events'
import { createWriteStream, openSync } from 'node:fs'
import { finished } from 'node:stream/promises'
import { Command } from 'commander'
import { loadEnvironment } from '../config/environment.ts'
import { selectServices } from '../config/select-services.ts'
import { listServices, openProject } from '../contract/project.ts'
import { shapeOf } from '../store/document.ts'
import { loadCollections } from '../store/load-collections.ts'
import { closeStore, processStore } from '../store/store.ts'
import { countDocuments } from './count-documents.ts'
import { CommandError } from './failure.ts'
import { showProgress } from './progress.ts'

/** `twelvefold export`: writes a service's data as NDJSON, a document a line, for `twelvefold import`. */
export const exportCommand: Command = new Command('export')
  .description("write a service's data as NDJSON, from the store that STORE_URL names")
  .argument('<service>', 'whose collections')
  .argument('[file]', 'where to; the standard output unless said')
  .action(async (service: string, file: string | undefined) => {
    const project = openProject()
    loadEnvironment({ root: project.root })
    selectServices(listServices(project), [service])
    const output = file === undefined ? process.stdout : createWriteStream('', { fd: openOutput(file) })
    let trouble: Error | undefined
    output.on('error', (error) => {
      trouble = error
    })
    try {
      let count = 0
      for (const declaration of await loadCollections(project, [service])) {
        const { name, description } = declaration
        const driver = await processStore()
        await driver.open(shapeOf(name, description))
        const progress = showProgress(`Exporting ${name}`, await countDocuments(driver, declaration))
        let done = 0
        for await (const { key, version, expiresAt, body } of driver.scan(name)) {
          const line = {
            collection: name,
            key,
            version,
            ...(expiresAt === undefined ? {} : { expiresAt }),
            document: JSON.parse(body),
          }
          if (trouble === undefined && !output.write(`${JSON.stringify(line)}\n`)) await once(output, 'drain')
          if (trouble !== undefined) throw trouble
          progress.update(++done)
        }
        progress.end()
        count += done
      }
      if (file !== undefined) await finished(output.end())
      process.stderr.write(`${count} documents of ${service} exported\n`)
    } catch (error) {
      throw trouble === undefined ? error : unwritable(file ?? 'the standard output', trouble)
    } finally {
      await closeStore()
    }
  })

/** Only its owner may read it: it has all that the service knows. */
function openOutput(file: string): number {
  try {
    return openSync(file, 'w', 0o600)
  } catch (error) {
    throw unwritable(file, error as Error)
  }
}

const unwritable = (file: string, error: Error): CommandError =>
  new CommandError(`${file} cannot be written: ${error.message}`)
