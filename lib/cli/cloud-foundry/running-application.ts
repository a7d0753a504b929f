import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { dirname } from 'node:path'
import { finished } from 'node:stream/promises'
import { setTimeout } from 'node:timers/promises'
import type { Application } from '../../cloud-foundry/manifest.ts'
import type { MemoryLimit } from '../../cloud-foundry/memory-limit.ts'
import { type MemoryUse, readMemory } from '../../cloud-foundry/memory-use.ts'
import { CommandError } from '../failure.ts'

/** How often it is asked whether it answers, and how much memory it has, in ms. */
const pace = 50

/** What the platform gives to a process after SIGTERM, in ms. */
const longestStop = 10_000

/** An instance that has been started. */
export interface RunningApplication {
  /**
   * Waits until a path answers with 200; without one, until anything answers. Times are in ms since the start.
   *
   * @throws CommandError where it ends or takes too long
   */
  answers: (path: string | undefined, withinMs: number) => Promise<number>
  memory: () => MemoryUse | undefined
  /** What it had when it was last looked at, also after its end. */
  lastMemory: () => MemoryUse | undefined
  /** Rejects as soon as it ends, or has had more memory than it may. Never resolves. */
  failed: Promise<never>
  /** As the platform stops it. @returns how long that took, in ms. @throws CommandError where it had to be killed, or did not end with 0 */
  stop: () => Promise<number>
  /** Ends it at once, if it has not ended. */
  kill: () => Promise<void>
}

/**
 * Starts the command of an application as the platform does: by a shell, in the application's folder.
 *
 * @param options.log the file that gets what it prints
 */
export function runApplication(
  { command }: Application,
  env: Readonly<Record<string, string>>,
  { folder, port, limit, log }: { folder: string; port: number; limit: MemoryLimit; log: string },
): RunningApplication {
  const [program = '', ...args] = [...limit.prefix, 'bash', '-c', command]
  const began = performance.now()
  const path = `${dirname(process.execPath)}:${env.PATH ?? ''}`
  // A group of its own: the platform signals everything in the container.
  const child = spawn(program, args, { cwd: folder, env: { ...env, PATH: path }, detached: true })
  const output = createWriteStream(log)
  child.stdout.pipe(output, { end: false })
  child.stderr.pipe(output, { end: false })
  // What it has left behind would keep the log open; on the platform the container goes with it.
  child.once('exit', () => signal(child, 'SIGKILL'))
  child.once('close', () => output.end())
  const end = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`could not be started: ${error.message}`))
    child.once('exit', (code, name) => resolve(code === null ? `was ended by ${name}` : `ended with ${code}`))
  })
  /** Its log has been written by then. */
  const ended = Promise.all([end, finished(output)]).then(([how]) => how)
  let stopping = false
  let last: MemoryUse | undefined
  const look = (): MemoryUse | undefined => {
    const use = readMemory(child.pid ?? 0)
    // Of one that has ended there is nothing left to see.
    if (use !== undefined && use.now > 0) last = use
    return use
  }
  const failed = new Promise<never>((_resolve, reject) => {
    const watch = setInterval(() => {
      const exceeded = limit.exceeded(child.pid ?? 0)
      look()
      if (!exceeded) return
      signal(child, 'SIGKILL')
      reject(new CommandError(`It has had more memory than it may: ${describe(last)}.`))
    }, pace)
    void ended.then((how) => {
      clearInterval(watch)
      // A control group ends what has more memory than it may by that signal, and tells nobody why.
      const why = how.endsWith('SIGKILL') && limit.prefix.length > 0 ? '; it may have had too much memory' : ''
      if (!stopping) reject(new CommandError(`It ${how}${why}.`, how === 'ended with 78' ? 78 : 1))
    })
  })
  // Whoever waits for something else at the moment hears of it later.
  failed.catch(() => undefined)

  let over = false
  void ended.then(() => (over = true))
  const waitFor = async (target: string | undefined, withinMs: number): Promise<number> => {
    for (;;) {
      // Nobody waits for it any more, and the process is not to live on for it.
      if (over) return failed
      const status = await ask(`http://localhost:${port}${target ?? '/'}`)
      const passed = performance.now() - began
      if (status === 200 || (status !== undefined && target === undefined)) return passed
      if (passed > withinMs)
        throw new CommandError(
          `${target ?? 'Its port'} answers ${status ?? 'nothing'} after ${Math.round(passed / 1000)} s.`,
        )
      await setTimeout(pace)
    }
  }
  return {
    answers: (target, withinMs) => Promise.race([waitFor(target, withinMs), failed]),
    memory: look,
    lastMemory: () => last,
    failed,
    stop: async () => {
      stopping = true
      look()
      const asked = performance.now()
      signal(child, 'SIGTERM')
      const how = await Promise.race([ended, setTimeout(longestStop, undefined, { ref: false })])
      if (how === undefined) signal(child, 'SIGKILL')
      if (how !== 'ended with 0') throw new CommandError(`After SIGTERM it ${how ?? 'went on for more than 10 s'}.`)
      return performance.now() - asked
    },
    kill: async () => {
      stopping = true
      signal(child, 'SIGKILL')
      await ended
    },
  }
}

const ask = (url: string): Promise<number | undefined> =>
  fetch(url, { signal: AbortSignal.timeout(1_000) }).then(
    async (answer) => {
      await answer.body?.cancel()
      return answer.status
    },
    () => undefined,
  )

/** To all that it has started. */
function signal({ pid }: ChildProcess, name: NodeJS.Signals): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, name)
  } catch (error) {
    // All of them have ended.
    if (!(error instanceof Error && Reflect.get(error, 'code') === 'ESRCH')) throw error
  }
}

const describe = (use: MemoryUse | undefined): string =>
  use === undefined ? 'it is gone' : `${Math.round(use.peak / 2 ** 20)} MB`
