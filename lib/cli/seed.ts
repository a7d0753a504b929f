import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Command } from 'commander'
import { loadEnvironment } from '../config/environment.ts'
import { kitSettings } from '../config/kit.ts'
import { selectServices } from '../config/select-services.ts'
import { generate } from '../contract/generate.ts'
import { listServices, openProject } from '../contract/project.ts'
import { closeStore } from '../store/store.ts'

/** `twelvefold seed`: loads the demo data of the services into the store, where it is not there yet. */
export const seed: Command = new Command('seed')
  .description(
    'load demo data into the store that STORE_URL names; what is there is left as it is (SERVICES narrows it)',
  )
  .action(async () => {
    const project = openProject()
    await generate(project)
    loadEnvironment({ root: project.root })
    const services = selectServices(listServices(project), kitSettings().SERVICES)
    const demos = services.map((service) => ({ service, file: join(project.functions, service, 'demo.ts') }))
    try {
      for (const { service, file } of demos.filter(({ file }) => existsSync(file))) {
        const { seed: fill } = (await import(pathToFileURL(file).href)) as { seed: () => Promise<number> }
        const added = await fill()
        console.log(`${service}: ${added === 0 ? 'all demo data is there already' : `${added} documents added`}`)
      }
    } finally {
      await closeStore()
    }
  })
