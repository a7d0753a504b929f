import { isAnswer } from './answer.ts'
import { describeThrown } from './describe-thrown.ts'
import { createEvaluator } from './evaluator.ts'
import type { Shell } from './open-shell.ts'
import type { RunLog } from './run-log.ts'

export interface ScriptOutput {
  /** Prints a result. */
  print: (value: unknown) => void
  /** Says what went wrong. */
  complain: (text: string) => void
}

/**
 * Runs scripts one after the other and prints the result of each; the first that fails is the last.
 *
 * @returns the exit code: 0, 1 where one throws or its result is a problem, or what its error says (78 for configuration)
 */
export async function runScripts(
  shell: Pick<Shell, 'names'>,
  scripts: readonly string[],
  { print, complain }: ScriptOutput,
  log?: RunLog,
): Promise<number> {
  const { evaluate } = createEvaluator(shell.names, (error) => {
    complain(describeThrown(error))
    process.exitCode = 1
  })
  for (const script of scripts) {
    log?.add(script)
    try {
      const value = await evaluate(script)
      if (value !== undefined) print(value)
      if (isAnswer(value) && value.status >= 400) return 1
    } catch (error) {
      complain(describeThrown(error))
      return exitCodeOf(error)
    }
  }
  return 0
}

function exitCodeOf(error: unknown): number {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'exitCode') : undefined
  return typeof code === 'number' ? code : 1
}
