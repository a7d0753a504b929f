import { mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { CommandError } from '../failure.ts'

/**
 * The folder of what a shell keeps for its user, and nobody else may read: below `XDG_STATE_HOME`, which is
 * `~/.local/state` (XDG Base Directory Specification).
 *
 * @throws CommandError where it cannot be made
 */
export function stateFolder(env: NodeJS.ProcessEnv = process.env): string {
  const folder = join(env.XDG_STATE_HOME || join(homedir(), '.local', 'state'), 'twelvefold')
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw new CommandError(`The folder ${folder} cannot be made: ${(error as NodeJS.ErrnoException).code}.`)
  }
  return folder
}
