import { Command } from 'commander'
import { buildProcess } from '../build/build-process.ts'
import { generate } from '../contract/generate.ts'
import { openProject } from '../contract/project.ts'

/** `twelvefold build`: bundles the process host; `node dist/server.js` runs it. */
export const buildCommand: Command = new Command('build')
  .description('bundle the process host and every service into dist/server.js')
  .action(async () => {
    const project = openProject()
    const started = performance.now()
    const { services } = await generate(project)
    const outputs = await buildProcess(project)
    const bytes = [...outputs.values()].reduce((sum, size) => sum + size, 0)
    const took = Math.round(performance.now() - started)
    console.log(`dist/server.js: ${services.length} services, ${Math.round(bytes / 1024)} KB of code (${took} ms)`)
    console.log('Run it with: node dist/server.js')
  })
