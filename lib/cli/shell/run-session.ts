import { once } from 'node:events'
import { type REPLServer, start } from 'node:repl'
import { styleText } from 'node:util'
import { isProduction } from '../is-production.ts'
import { paintFor } from '../logs/format-entry.ts'
import { completeCall, completeMember } from './complete.ts'
import { createDescribeArguments } from './describe-arguments.ts'
import { addDotCommands } from './dot-commands.ts'
import { formatValue } from './format-value.ts'
import { keepHistory } from './history.ts'
import type { Shell } from './open-shell.ts'
import type { RunLog } from './run-log.ts'
import { awaitCalls, isComplete } from './session-code.ts'

export interface SessionOptions {
  /** The file of the history; undefined: nothing is kept. */
  history: string | undefined
  log?: RunLog | undefined
}

/** Lets somebody work in a shell, until they leave. */
export async function runSession(shell: Shell, { history, log }: SessionOptions): Promise<void> {
  const { stdin: input, stdout: output } = process
  const paint = paintFor(output)
  const colours = paint('red', 'x') !== 'x'
  const server = start({
    input,
    output,
    terminal: output.isTTY,
    useColors: colours,
    useGlobal: true,
    ignoreUndefined: true,
    breakEvalOnSigint: true,
    preview: !isProduction(shell.environment),
    prompt: promptOf(shell, output),
    writer: (value) => formatValue(value, { paint, colours, width: output.columns || 100 }),
  })
  const ended = once(server, 'exit')
  const refresh = (): void => {
    Object.assign(server.context, shell.names)
    server.setPrompt(promptOf(shell, output))
  }
  refresh()
  logAndAwait(server, log)
  completeCalls(server, shell)
  addDotCommands(server, shell, { refresh, log })
  if (history !== undefined) await keepHistory(server, history, shell.marked)
  await ended
}

/** `twelvefold(staging as ada)> `, in red for production. */
function promptOf({ environment, identity, readOnly }: Shell, stream: NodeJS.WritableStream): string {
  const as = identity === undefined ? '' : ` as ${identity.subject}`
  const where = `twelvefold(${environment}${as}${readOnly ? ', read-only' : ''})`
  return `${isProduction(environment) ? styleText('red', where, { stream }) : where}> `
}

/** Has each line logged before it runs, and waits for calls that nobody has awaited. */
function logAndAwait(server: REPLServer, log: RunLog | undefined): void {
  const evaluate = server.eval
  const run: typeof evaluate = (code, context, file, done) => {
    try {
      // Node completes names by code too, without the line feed of what was typed.
      if (log !== undefined && code.endsWith('\n') && isComplete(code)) log.add(code)
    } catch (error) {
      // What cannot be logged is not run.
      return done(error as Error, undefined)
    }
    evaluate.call(server, awaitCalls(code), context, file, done)
  }
  Reflect.set(server, 'eval', run)
}

/** Completes inside of calls by the contracts, and leaves everything else to Node. */
function completeCalls(server: REPLServer, shell: Shell): void {
  const complete = server.completer
  const describe = createDescribeArguments(() => shell.services)
  Reflect.set(server, 'completer', (line: string, done: (error: Error | null, result: [string[], string]) => void) => {
    completeCall(line, describe).then(
      (inCall) => {
        const found = inCall ?? completeMember(line, shell.names)
        if (found === undefined) Reflect.apply(complete, server, [line, done])
        else done(null, found)
      },
      (error: Error) => done(error, [[], line]),
    )
  })
}
