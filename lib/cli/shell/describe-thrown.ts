import { ConfigError } from '../../config/config-error.ts'
import { Problem } from '../../problem/problem.ts'
import { CommandError } from '../failure.ts'

/** Frames that belong to the shell, and not to what was run in it. */
const ownFrame =
  /\bnode:(?:vm|internal|repl|domain)\b|[/\\]lib[/\\]cli[/\\](?:shell|main)\b|at new Promise \(<anonymous>\)/

/**
 * What code has thrown, for people: an error that was meant for them without its stack, others with the frames that are
 * not the shell's.
 */
export function describeThrown(error: unknown): string {
  if (isForPeople(error)) return describeForPeople(error)
  if (!(error instanceof Error)) return `thrown: ${String(error)}`
  const lines = (error.stack ?? error.message).split('\n')
  return lines.filter((line) => !/^\s+at /.test(line) || !ownFrame.test(line)).join('\n')
}

/** Whether an error's message says all that its reader needs. */
export const isForPeople = (error: unknown): error is Problem | ConfigError | CommandError =>
  error instanceof Problem || error instanceof ConfigError || error instanceof CommandError

function describeForPeople(error: Problem | ConfigError | CommandError): string {
  if (error instanceof Problem) {
    const { errors } = error.extensions
    const faults = Array.isArray(errors) ? errors.map((fault) => `\n  ${JSON.stringify(fault)}`).join('') : ''
    return `${error.status} ${error.code}: ${error.message}${faults}`
  }
  return error.message
}
