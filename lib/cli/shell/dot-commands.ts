import type { REPLServer } from 'node:repl'
import { clientName } from '../../contract/client-module.ts'
import { toColumns } from '../columns.ts'
import { describeFailure } from '../failure.ts'
import { partsOf } from './call-parts.ts'
import { helpText } from './help-text.ts'
import type { Shell } from './open-shell.ts'
import type { RunLog } from './run-log.ts'

export interface DotCommandOptions {
  /** Called when what the prompt or the code's names show has changed. */
  refresh: () => void
  log?: RunLog | undefined
}

/** Adds what a session can be told beside code. */
export function addDotCommands(server: REPLServer, shell: Shell, { refresh, log }: DotCommandOptions): void {
  const say = (text: string): void => {
    server.output.write(`${text}\n`)
  }
  const define = (name: string, help: string, run: (given: string) => Promise<void> | void): void => {
    server.defineCommand(name, {
      help,
      action(given) {
        server.clearBufferedCommand()
        log?.add(`.${name} ${given}`)
        void Promise.resolve(run(given.trim()))
          .catch((error: unknown) => say(describeFailure(error)))
          .finally(() => server.displayPrompt())
      },
    })
  }

  define('help', 'Say what is there', () => say(helpText(shell)))
  define('as', 'Call as a user from now on; without one: as nobody', (given) => {
    const [subject, ...scopes] = given.split(/[\s,]+/).filter(Boolean)
    shell.identity = subject === undefined ? undefined : { subject, scopes: scopes.length > 0 ? scopes : undefined }
    refresh()
  })
  define('routes', 'List the operations, or those that have a text in them', (given) => say(listRoutes(shell, given)))
  define('reload', 'Load the services anew, after an edit', async () => {
    const started = performance.now()
    await shell.reload()
    refresh()
    say(`reloaded in ${Math.round(performance.now() - started)} ms`)
  })
}

function listRoutes({ services }: Shell, text: string): string {
  const rows = services.flatMap(({ name, operations }) =>
    operations.map((operation) => {
      const { method, path, id } = operation
      return [method, path, `call.${clientName(name)}.${id}`, partsOf(operation).join(', ')]
    }),
  )
  const wanted = text.toLowerCase()
  const found = rows.filter((cells) => cells.some((cell) => cell.toLowerCase().includes(wanted)))
  return found.length === 0
    ? `No operation has "${text}" in it.`
    : toColumns(['METHOD', 'PATH', 'CALL', 'PARTS'], found)
}
