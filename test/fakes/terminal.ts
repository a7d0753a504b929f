import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { TestContext } from 'node:test'

const main = join(import.meta.dirname, '..', '..', 'lib', 'cli', 'main.ts')

export interface Finished {
  code: number | null
  stdout: string
  stderr: string
}

/** Runs `twelvefold` in a folder without a terminal until it ends. */
export async function runApart(
  cwd: string,
  args: readonly string[],
  { env = {}, input = '' }: { env?: Record<string, string | undefined>; input?: string } = {},
): Promise<Finished> {
  const child = spawn(process.execPath, [main, ...args], {
    cwd,
    env: { ...process.env, NODE_TEST_CONTEXT: undefined, NO_COLOR: '1', ...env },
  })
  child.stdin.end(input)
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk) => (stdout += chunk))
  child.stderr.on('data', (chunk) => (stderr += chunk))
  const [code] = await once(child, 'close')
  return { code: code as number | null, stdout, stderr }
}

/** Why there can be no terminal here; false where there can. util-linux has the program. */
export const noTerminal: string | false =
  process.platform === 'linux' && spawnSync('script', ['--version']).status === 0
    ? false
    : 'needs the program "script" of util-linux'

export interface Terminal {
  /** Sends keys. */
  type: (keys: string) => void
  /** Waits for a text that was shown since the last one that was waited for; colours are left out. */
  shown: (pattern: RegExp) => Promise<string>
  ended: () => Promise<number | null>
}

/** Runs `twelvefold` in a folder, in a terminal; it is killed when the test ends. */
export function openTerminal(
  test: Pick<TestContext, 'after'>,
  cwd: string,
  args: readonly string[],
  env: Record<string, string | undefined> = {},
): Terminal {
  const quoted = [process.execPath, main, ...args].map((word) => `'${word}'`).join(' ')
  const child = spawn('script', ['--quiet', '--return', '--command', `exec ${quoted}`, '/dev/null'], {
    cwd,
    env: { ...process.env, NODE_TEST_CONTEXT: undefined, NO_COLOR: '1', TERM: 'xterm', SHELL: '/bin/sh', ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  test.after(async () => {
    child.kill('SIGKILL')
    await exited
  })
  let output = ''
  const listeners = new Set<() => void>()
  child.stdout.on('data', (chunk: Buffer) => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what moves the cursor begins with one.
    output += String(chunk).replace(/\u001b\[[\d;?]*[A-Za-z]|\r/g, '')
    for (const listener of listeners) listener()
  })
  return {
    type: (keys) => void child.stdin.write(keys),
    shown: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const match = pattern.exec(output)
          if (match === null) return
          listeners.delete(look)
          output = output.slice(match.index + match[0].length)
          resolve(match[0])
        }
        listeners.add(look)
        look()
        void exited.then(() => reject(new Error(`ended before it showed ${pattern}:\n${output}`)))
      }),
    ended: async () => (await exited)[0] as number | null,
  }
}
