import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { greet } from '../calls.ts'
import { atEnd } from '../ending.ts'
import { buildServer, hostVariables, type Subject } from '../subject.ts'
import { findFreePort, untilAnswer } from './until-answer.ts'

export interface Host {
  port: number
  /** From the start of the process to its first right answer. */
  firstAnswerMs: number
  stop: () => Promise<void>
}

/** Starts a host of the kit and waits until it answers. */
export async function startHost(
  { root }: Subject,
  args: readonly string[],
  env: Record<string, string>,
): Promise<Host> {
  const port = await findFreePort()
  const started = performance.now()
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      HOST: '127.0.0.1',
      PORT: String(port),
      LOG_LEVEL: 'warn',
      ...env,
    },
  })
  // Politely: `start` has the emulator to stop.
  const end = atEnd(() => child.kill('SIGTERM'))
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk
  })
  const ended = once(child, 'exit')
  const failed = ended.then(([code]) => Promise.reject(new Error(`${args.join(' ')} ended with ${code}: ${said}`)))
  failed.catch(() => undefined)
  const answered = await Promise.race([untilAnswer(port, greet.path, (status) => status === 200), failed])
  return {
    port,
    firstAnswerMs: answered - started,
    stop: async () => {
      end()
      await ended
    },
  }
}

/** From the start of the built process host to its first 200, in ms. */
export async function boot(subject: Subject): Promise<number> {
  const host = await startHost(subject, [buildServer(subject)], { ENV: 'production', ...hostVariables })
  await host.stop()
  return host.firstAnswerMs
}
