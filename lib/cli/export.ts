import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { Command } from 'commander'
import { loadEnvironment } from '../config/environment.ts'
import { selectServices } from '../config/select-services.ts'
import { listServices, openProject } from '../contract/project.ts'
import { shapeOf } from '../store/document.ts'
import { loadCollections } from '../store/load-collections.ts'
import { closeStore, processStore } from '../store/store.ts'
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
    const output = file === undefined ? process.stdout : createWriteStream(file, { mode: 0o600 })
    try {
      let count = 0
      for (const { name, description } of await loadCollections(project, [service])) {
        const driver = await processStore()
        await driver.open(shapeOf(name, description))
        const progress = showProgress(`Exporting ${name}`, undefined)
        for await (const { key, version, expiresAt, body } of driver.scan(name)) {
          const line = {
            collection: name,
            key,
            version,
            ...(expiresAt === undefined ? {} : { expiresAt }),
            document: JSON.parse(body),
          }
          if (!output.write(`${JSON.stringify(line)}\n`)) await once(output, 'drain')
          progress.update(++count)
        }
        progress.end()
      }
      if (file !== undefined) {
        output.end()
        await finished(output)
      }
      process.stderr.write(`${count} documents of ${service} exported\n`)
    } finally {
      await closeStore()
    }
  })
