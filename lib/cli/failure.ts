import { styleText } from 'node:util'
import { ConfigError } from '../config/config-error.ts'
import { ContractError } from '../contract/fault.ts'
import { Problem } from '../problem/problem.ts'

/** An error that is the user's to mend: shown without a stack. */
export class CommandError extends Error {
  readonly exitCode: number

  constructor(message: string, exitCode = 1) {
    super(message)
    this.name = 'CommandError'
    this.exitCode = exitCode
  }
}

/** What a file system refuses to whoever has no right, no room, or a file where a folder should be. */
const refusals = ['EACCES', 'EDQUOT', 'ENOSPC', 'ENOTDIR', 'EPERM', 'EROFS']

/** What went wrong, for a person at a terminal. */
export function describeFailure(error: unknown): string {
  const red = (text: string): string => styleText('red', text, { stream: process.stderr })
  if (error instanceof ContractError) {
    const count = error.faults.length === 1 ? 'one fault' : `${error.faults.length} faults`
    return `${red(`The contracts have ${count}:`)}\n${error.message}`
  }
  if (error instanceof ConfigError) return `${red('The configuration is wrong:')}\n${error.message}`
  if (error instanceof CommandError) return red(error.message)
  if (error instanceof Problem) return red([error.message, ...reasonsOf(error)].join(' '))
  if (error instanceof Error && refusals.includes(String(Reflect.get(error, 'code')))) return red(error.message)
  // esbuild's message has file, line and column of each error; its own stack helps nobody.
  if (error instanceof Error && Array.isArray(Reflect.get(error, 'errors'))) return red(error.message)
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

/** What stands behind a problem: never told to a client, but to whoever runs the command. */
function reasonsOf({ cause }: Error): string[] {
  return cause instanceof Error ? [cause.message] : []
}

/** Ends a command: 78 where the configuration is wrong (sysexits.h, EX_CONFIG), else 1 unless the error says more. */
export function failWith(error: unknown): void {
  process.stderr.write(`${describeFailure(error)}\n`)
  process.exitCode = error instanceof ConfigError || error instanceof CommandError ? error.exitCode : 1
}
