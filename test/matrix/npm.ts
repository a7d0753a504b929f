import { spawn } from 'node:child_process'
import { CommandError } from '../../lib/cli/failure.ts'

/**
 * Runs npm, which knows the registry and how to get there.
 *
 * @param purpose what could not be done where it fails, for the message
 * @returns what it has printed
 * @throws CommandError with the reason; without a network in words of our own, since npm's are not clear
 */
export async function npm(args: readonly string[], purpose: string, signal: AbortSignal): Promise<string> {
  // Under "npm run" these variables would point npm to the project.
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^npm_(?:config_(?:local_)?prefix|package_|lifecycle_)/i.test(name),
  )
  const child = spawn('npm', [...args, '--loglevel=error', '--no-update-notifier'], {
    env: Object.fromEntries(inherited),
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  })
  let output = ''
  let errors = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk))
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk))
  const code = await new Promise<number | null>((resolve, reject) =>
    child.on('close', resolve).on('error', reject),
  ).catch((error: Error) => {
    throw new CommandError(signal.aborted ? 'Stopped.' : `npm could not be run: ${error.message}`)
  })
  if (code === 0) return output
  const [, unreachable] =
    /\b(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ENETUNREACH|ENOTCACHED)\b/.exec(errors) ?? []
  if (unreachable === undefined) throw new CommandError(`${purpose}; npm ${args[0]} ended with ${code}:\n${errors}`)
  throw new CommandError(`${purpose}: the package registry cannot be reached (${unreachable})`)
}
