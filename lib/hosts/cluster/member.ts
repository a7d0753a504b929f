import type { Worker } from 'node:cluster'
import { closeUnanswered } from './close-unanswered.ts'
import { isReady, type ReadyMessage, type StopMessage } from './worker-message.ts'

/** How a process ended. */
export interface Ending {
  code: number | null
  signal: string | null
}

/** One worker, as its primary sees it. */
export interface Member {
  id: number
  pid: number | undefined
  /** Counts the replacements of all workers. */
  generation: number
  state: 'starting' | 'ready' | 'stopping'
  /** Somebody waits for it, and takes care of what happens should it end. */
  watched: boolean
  /** As `performance.now()` counts. */
  startedAt: number
  /** What it said when it was ready. */
  said: ReadyMessage | undefined
  /** Settles when it is ready, or with how it ended before. */
  whenReady: Promise<Ending | undefined>
  ended: Promise<Ending>
  /** Asks it to stop. `forGood`: the whole process ends. */
  stop: (forGood: boolean) => void
  kill: () => void
}

/** How long a worker may take until it is ready, in ms. */
const patience = 60_000

/** Follows a worker from its start to its end. */
export function startMember(worker: Worker, generation: number): Member {
  closeUnanswered(worker)
  const ended = new Promise<Ending>((resolve) => {
    worker.once('exit', (code, signal) => resolve({ code, signal }))
    // There was no process to be had.
    worker.on('error', () => worker.process.pid === undefined && resolve({ code: null, signal: null }))
  })
  const whenReady = new Promise<Ending | undefined>((resolve) => {
    worker.on('message', (message) => {
      if (!isReady(message)) return
      member.said = message
      if (member.state === 'starting') member.state = 'ready'
      resolve(undefined)
    })
    void ended.then(resolve)
  })
  const kill = (): void => void worker.process.kill('SIGKILL')
  const timer = setTimeout(kill, patience)
  void whenReady.then(() => clearTimeout(timer))

  const member: Member = {
    id: worker.id,
    pid: worker.process.pid,
    generation,
    state: 'starting',
    watched: false,
    startedAt: performance.now(),
    said: undefined,
    whenReady,
    ended,
    stop: (forGood) => {
      member.state = 'stopping'
      const message: StopMessage = { twelvefold: 'stop', ending: forGood }
      // One that is ending has closed its end already.
      if (worker.isConnected()) worker.send(message, () => undefined)
    },
    kill,
  }
  return member
}

/** How a process ended, in words. */
export const describeEnding = ({ code, signal }: Ending): string => (signal === null ? `with ${code}` : `by ${signal}`)
