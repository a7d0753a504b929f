import { createInterface } from 'node:readline/promises'
import { styleText } from 'node:util'
import { CommandError } from '../failure.ts'

/**
 * Makes sure that whoever starts a shell in production means it: they type the environment's name.
 *
 * @throws CommandError (exit code 2) where there is nobody to ask, or something else was typed
 */
export async function confirmEnvironment(environment: string, { readOnly }: { readOnly: boolean }): Promise<void> {
  const { stdin, stderr } = process
  if (!stdin.isTTY || !stderr.isTTY)
    throw new CommandError(`This is ${environment}, and there is no terminal to ask at. With --yes it is not asked.`, 2)
  const what = readOnly ? 'It is only looked at (--write lets you change it).' : 'What you do here changes it.'
  stderr.write(
    `${styleText(['bold', 'red'], `This is ${environment}.`, { stream: stderr })} ${what} What is run is logged.\n`,
  )
  const lines = createInterface({ input: stdin, output: stderr })
  const ended = new Promise<string>((resolve) => lines.once('close', () => resolve('')))
  const typed = await Promise.race([lines.question(`Type ${environment} to go on: `), ended])
  lines.close()
  if (typed.trim() !== environment) throw new CommandError('Nothing was run.', 2)
}
