import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { claimPort } from '../../../lib/hosts/claim-port.ts'
import { atEnd } from '../ending.ts'
import { buildServer, hostVariables, type Subject } from '../subject.ts'

/** Memory of one moment, in MB. */
export interface MemorySample {
  seconds: number
  /** How often the workers had been replaced by then. */
  restarts: number
  primaryMb: number
  workersMb: number
}

export interface RunningCluster {
  port: number
  /** Replaces the workers. @returns how long that took, in ms */
  restart: () => Promise<number>
  memory: () => Pick<MemorySample, 'primaryMb' | 'workersMb'>
  /** Lines of the log that warn or worse. */
  complaints: readonly string[]
  stop: () => Promise<number | null>
}

/** How long a start or a restart may take, in ms. */
const patience = 60_000

/** Starts the built process host as a sysadmin does: one primary, two workers, one port. */
export async function startCluster(subject: Subject, workers: number, services: string): Promise<RunningCluster> {
  const file = buildServer(subject)
  const port = await claimPort(0)
  const child = spawn(process.execPath, [file], {
    cwd: subject.root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env.PATH,
      ENV: 'production',
      HOST: '127.0.0.1',
      LOG_LEVEL: 'info',
      ...hostVariables,
      PORT: String(port),
      SERVICES: services,
      WEB_CONCURRENCY: String(workers),
    },
  })
  // Its workers end with it.
  const kill = atEnd(() => child.kill('SIGKILL'))
  const exited = once(child, 'exit') as Promise<[number | null]>
  const complaints: string[] = []
  const heard = new Map<string, (line: { ms?: number }) => void>()
  createInterface({ input: child.stdout }).on('line', (text) => {
    const line = JSON.parse(text) as { level: string; msg: string; ms?: number }
    if (line.level !== 'info') complaints.push(text)
    heard.get(line.msg)?.(line)
  })
  const hear = (msg: string): Promise<{ ms?: number }> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`"${msg}" was not logged:\n${complaints.join('\n')}`)), patience)
      heard.set(msg, (line) => {
        clearTimeout(timer)
        resolve(line)
      })
    })
  await Promise.race([hear('listening'), exited.then(([code]) => Promise.reject(new Error(`It ended with ${code}.`)))])

  const pid = child.pid ?? 0
  return {
    port,
    complaints,
    async restart() {
      const restarted = hear('restarted')
      child.kill('SIGHUP')
      return (await restarted).ms ?? Number.NaN
    },
    memory: () => ({
      primaryMb: readPss(pid),
      workersMb: childrenOf(pid).reduce((sum, one) => sum + readPss(one), 0),
    }),
    async stop() {
      child.kill('SIGTERM')
      const [code] = await exited
      kill()
      return code
    },
  }
}

const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number)

/** The proportional share of memory (proc_pid_smaps_rollup(5)): what several have together is counted once. In MB. */
function readPss(pid: number): number {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
    return Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? Number.NaN) / 1_024
  } catch {
    // It has just ended.
    return 0
  }
}
