import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

/** Runs Node to its end. */
export async function runNode(args: string[], cwd: string, env: Record<string, string>): Promise<string> {
  const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk))
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`node ${args.join(' ')} ended with ${code}:\n${output}`)
  return output
}

/** Stops a process and waits until it is gone. */
export async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = untilExit(child)
  child.kill('SIGTERM')
  await gone
}

/** How long a process may take to its end, in ms; then it is killed, and has no exit code. */
const patience = 15_000

/** Waits for the end of a process: its exit code. */
export async function untilExit(child: ChildProcess): Promise<number | null> {
  const timer = setTimeout(() => child.kill('SIGKILL'), patience)
  const [code] = (await once(child, 'close')) as [number | null]
  clearTimeout(timer)
  return code
}
