import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { Command, InvalidArgumentError } from 'commander'
import { loadEnvironment } from '../config/environment.ts'
import { kitSettings } from '../config/kit.ts'
import { port as portType } from '../config/variable-types.ts'
import { openProject } from '../contract/project.ts'
import { serve } from '../hosts/process.ts'
import { type MockApplication, mockDocument, mockProject } from '../mock/mock-application.ts'
import { sayRefused } from './announce.ts'
import { CommandError } from './failure.ts'
import { printMocks, sayReloaded } from './mock-announce.ts'
import { watchFiles } from './watch-files.ts'

const help = `
Examples:
  twelvefold mock                          every contract of this project
  twelvefold mock petstore.yaml            one document; its paths may be any
  twelvefold mock petstore.yaml --port 0   on any free port

Ask for another answer with the Prefer header:
  curl -H 'Prefer: code=404' ...           another response that the contract lists
  curl -H 'Prefer: example=cat' ...        another of the response's examples
`

/** `twelvefold mock [contract]`: answers from contracts alone. */
export const mock: Command = new Command('mock')
  .description('answer a contract from its examples and schemas: one OpenAPI 3.0 or 3.1 file, or this whole project')
  .argument('[contract]', 'YAML or JSON file (default: every contract of this project)')
  .option('-p, --port <port>', 'port to listen on, before PORT (default: 3000)', readPort)
  .addHelpText('after', help)
  .action(async (contract: string | undefined, options: { port?: string }) => {
    const project = openProject()
    if (options.port !== undefined) process.env.PORT = options.port
    if (contract !== undefined) lowerStrictness()
    loadEnvironment({ root: project.root })
    const load = contract === undefined ? () => mockProject(project) : () => mockDocument(toFile(contract))

    let current = await load()
    const { port } = await listen(() => current)
    watchFiles(
      () => current.files,
      async () => {
        current = await load()
        sayReloaded(current)
      },
      (error) => sayRefused(error),
    )
    printMocks(current, port)
  })

function readPort(text: string): string {
  if (portType({ allowZero: true }).parse(text) === undefined) throw new InvalidArgumentError('A port is 0 to 65535.')
  return text
}

/**
 * The author of a document that is not ours may not be there to correct an example: it is served as it is, and every
 * one that breaks its schema is logged.
 */
function lowerStrictness(): void {
  process.env.RESPONSE_CHECK ||= 'sample'
  process.env.RESPONSE_SAMPLE_RATE ||= '1'
}

function toFile(contract: string): string {
  const file = resolve(contract)
  const found = statSync(file, { throwIfNoEntry: false })
  if (found?.isFile()) return file
  throw new CommandError(found === undefined ? `There is no file ${contract}.` : `${contract} is no file.`)
}

async function listen(current: () => MockApplication): Promise<{ port: number }> {
  try {
    return await serve(() => current().application)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    throw new CommandError(`The port ${kitSettings().PORT} is taken. Choose another one with --port.`)
  }
}
