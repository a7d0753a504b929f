import { Command } from 'commander'
import { generate } from '../contract/generate.ts'
import { openProject } from '../contract/project.ts'

/** `twelvefold generate`: compiles the contracts into `generated/`. */
export const generateCommand: Command = new Command('generate')
  .description('compile the contracts: types, validators, routes (run by start, dev, test and build)')
  .option('--quiet', 'say nothing when all is well')
  .action(async ({ quiet }: { quiet?: boolean }) => {
    const started = performance.now()
    const { services, routes, written } = await generate(openProject())
    const took = Math.round(performance.now() - started)
    const changed = written.length === 0 ? 'nothing has changed' : `${written.length} files written`
    if (!quiet) console.log(`${services.length} contracts, ${routes.length} operations: ${changed} (${took} ms)`)
  })
