import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { CommandError } from '../failure.ts'

/**
 * Installs what a package needs in production, as the Node buildpack does. Where there is nothing to install, npm asks
 * nobody for anything.
 *
 * @param folder where the package is
 * @param signal calls it off
 * @throws CommandError with what npm has printed; the signal's reason, once npm has ended
 */
export async function install(folder: string, signal: AbortSignal): Promise<void> {
  const locked = existsSync(join(folder, 'package-lock.json'))
  const args = [...(locked ? ['ci'] : ['install', '--no-package-lock']), '--omit=dev', '--no-audit', '--no-fund']
  // Under "npm run" the variables of the project's own npm would point npm to the project.
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^npm_(?:config_(?:local_)?prefix|package_|lifecycle_)/i.test(name),
  )
  const env = { ...Object.fromEntries(inherited), NODE_ENV: 'production', npm_config_update_notifier: 'false' }
  const child = spawn('npm', args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'], signal })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('close', resolve)
    // Called off, it still has to end.
    child.on('error', (error) => (signal.aborted ? undefined : reject(error)))
  })
  signal.throwIfAborted()
  if (code !== 0) throw new CommandError(`npm ${args[0]} failed with ${code}:\n${output}`)
}
