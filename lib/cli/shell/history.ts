import { chmodSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import type { REPLServer } from 'node:repl'
import { maskSecretValues } from '../../observe/secret-values.ts'
import { redactSource } from './redact-source.ts'
import { stateFolder } from './state-folder.ts'

/**
 * The file that a session's lines are kept in: `TWELVEFOLD_HISTORY`, else one for each environment below the user's state
 * folder, so that nothing of a desk comes up by itself in production.
 *
 * @returns undefined where it is set to nothing: then none are kept
 */
export function historyFile(environment: string, env: NodeJS.ProcessEnv = process.env): string | undefined {
  const { TWELVEFOLD_HISTORY: given } = env
  if (given !== undefined) return given.trim() === '' ? undefined : given
  return join(stateFolder(env), `history-${environment}`)
}

/** Whether a line may be kept: it spells out no secret, and does not begin with a space. */
export const mayKeep = (line: string, marked: ReadonlySet<string>): boolean =>
  !line.startsWith(' ') && redactSource(line, marked) === line && maskSecretValues(line) === line

/** Keeps the lines of a session in a file that only its user may read, and brings back those of earlier ones. */
export async function keepHistory(server: REPLServer, file: string, marked: () => ReadonlySet<string>): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.setupHistory(file, (error) => (error === null ? resolve() : reject(error)))
  })
  if (existsSync(file)) chmodSync(file, 0o600)
  // Node hands out the list itself, so that lines can be taken from it before they are written.
  server.on('history', (lines: string[]) => {
    const [latest] = lines
    if (latest !== undefined && !mayKeep(latest, marked())) lines.shift()
  })
}
