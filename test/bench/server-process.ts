import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { compiledServer, serversFolder } from './competitors.ts'
import { atEnd } from './ending.ts'
import { pinned } from './generator.ts'
import { buildServer, hostVariables, type Subject } from './subject.ts'

/** A server to measure: a file for Node to run. */
export interface ServerSpec {
  name: string
  file: string
  cwd: string
  env?: Record<string, string>
  /** Flags of Node. */
  flags?: readonly string[]
}

/** What a server has used since its start. */
export interface Usage {
  cpuMs: number
  rssBytes: number
}

export interface RunningServer {
  port: number
  usage: () => Promise<Usage>
  stop: () => Promise<void>
}

/** The built process host of a subject. */
export function kit(subject: Subject, env: 'production' | 'dev', options: Partial<ServerSpec> = {}): ServerSpec {
  return { name: 'kit', file: buildServer(subject), cwd: subject.root, env: { ENV: env, ...hostVariables }, ...options }
}

/** A server of `test/bench/servers`. */
export function competitor(name: string, { root }: Subject): ServerSpec {
  const env = { CONTRACTS: join(root, 'generated', 'contracts') }
  return { name, file: compiledServer(name), cwd: serversFolder, env }
}

const startMs = 20_000

/** Starts a server on a free port of the loopback interface. */
export async function startServer({ name, file, cwd, env = {}, flags = [] }: ServerSpec): Promise<RunningServer> {
  const report = pathToFileURL(join(serversFolder, 'report.mjs')).href
  const [command, args] = pinned('server', process.execPath, [...flags, '--import', report, file])
  const child = spawn(command, args, {
    cwd,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { PATH: process.env.PATH, NODE_ENV: 'production', LOG_LEVEL: 'warn', HOST: '127.0.0.1', PORT: '0', ...env },
  })
  const kill = atEnd(() => child.kill('SIGKILL'))
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk
  })
  const { port } = await new Promise<{ port: number }>((resolve, reject) => {
    child.once('message', resolve)
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code}: ${said}`)))
    setTimeout(() => reject(new Error(`${name} does not listen after ${startMs} ms: ${said}`)), startMs).unref()
  })
  return {
    port,
    usage: () => ask(child),
    stop: async () => {
      const ended = once(child, 'exit')
      kill()
      await ended
    },
  }
}

async function ask(child: ChildProcess): Promise<Usage> {
  const answer = once(child, 'message')
  child.send('usage')
  const [usage] = (await answer) as [Usage]
  return usage
}
