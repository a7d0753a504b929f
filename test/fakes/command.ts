import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { TestContext } from 'node:test'

const main = join(import.meta.dirname, '..', '..', 'lib', 'cli', 'main.ts')

export interface Running {
  child: ChildProcess
  /** Everything printed so far, both streams. */
  output: () => string
  /** Waits for a text; rejects with what was printed if the process ends before. */
  printed: (pattern: RegExp) => Promise<RegExpExecArray>
  /** Waits for the end. */
  ended: () => Promise<number | null>
}

/** Runs `twelvefold` in a folder; it is killed when the test ends. */
export function runCommand(
  test: Pick<TestContext, 'after'>,
  cwd: string,
  args: string[],
  env: Record<string, string> = {},
): Running {
  return runNode(test, cwd, [main, ...args], env)
}

/** Runs Node in a folder; it is killed when the test ends. `detached`: as the first of a group of processes; `through`: by another command. */
export function runNode(
  test: Pick<TestContext, 'after'>,
  cwd: string,
  args: string[],
  env: Record<string, string | undefined> = {},
  { detached = false, through = [] }: { detached?: boolean; through?: string[] } = {},
): Running {
  const [command = '', ...others] = [...through, process.execPath, ...args]
  const child = spawn(command, others, {
    cwd,
    detached,
    env: { ...process.env, NODE_TEST_CONTEXT: undefined, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exited = once(child, 'exit')
  test.after(async () => {
    child.kill('SIGTERM')
    const timer = setTimeout(() => child.kill('SIGKILL'), 2_000)
    await exited
    clearTimeout(timer)
  })
  let output = ''
  const listeners = new Set<() => void>()
  const hear = (chunk: Buffer): void => {
    output += chunk
    for (const listener of listeners) listener()
  }
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)

  const printed = (pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const match = pattern.exec(output)
        if (match === null) return
        listeners.delete(look)
        resolve(match)
      }
      listeners.add(look)
      look()
      void exited.then(([code]) => reject(new Error(`ended with ${code} before it printed ${pattern}:\n${output}`)))
    })
  const ended = async (): Promise<number | null> => (await exited)[0] as number | null
  return { child, output: () => output, printed, ended }
}
