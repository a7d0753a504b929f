import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { atEnd } from '../ending.ts'
import { pinned } from '../generator.ts'

/** Clients who call again as soon as they are answered, whatever the answer. */
export interface Pressure {
  /** @returns what wrk says of connections that failed; undefined where none did */
  stop: () => Promise<string | undefined>
}

export interface PressureOptions {
  port: number
  path: string
  connections: number
}

/** Files that are no connections of clients. */
const otherFiles = 500

/** How many connections a process may have at the most, as far as the limit of open files goes (`ulimit -Hn`). */
export function mostConnections(): number {
  const limit = Number(execFileSync('sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' }))
  return Number.isNaN(limit) ? Number.POSITIVE_INFINITY : limit - otherFiles
}

/** It is stopped long before. */
const seconds = 600

/** wrk has thousands of connections for a tenth of a core; no generator in Node could. */
export function startPressure({ port, path, connections }: PressureOptions): Pressure {
  const flags = ['-t1', `-c${connections}`, `-d${seconds}s`, `--timeout=${seconds}s`]
  const [command, args] = pinned('generator', 'wrk', [...flags, `http://127.0.0.1:${port}${path}`])
  const child = spawn('sh', ['-c', 'ulimit -n "$(ulimit -Hn)"; exec "$@"', 'sh', command, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const kill = atEnd(() => child.kill('SIGKILL'))
  const exited = once(child, 'exit')
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
  })
  return {
    async stop() {
      // Asked like this it still says what it saw.
      child.kill('SIGINT')
      await exited
      kill()
      return /Socket errors: (.*)/.exec(text)?.[1]
    },
  }
}
