import { execFile, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Call } from './calls.ts'
import { serversFolder } from './competitors.ts'
import { makeFolder } from './temporary.ts'

const run = promisify(execFile)

export interface Load {
  requests: number
  seconds: number
  p99Ms: number
}

export interface LoadOptions {
  port: number
  call: Call
  seconds: number
  connections: number
}

/** What sends the requests, in a process of its own. */
export interface Generator {
  name: string
  /** It can send other headers with each request. */
  takesTurns: boolean
  /** @throws where a reply was not 2xx or a connection failed: such a figure means nothing */
  send: (options: LoadOptions) => Promise<Load>
}

const isInPath = (command: string): boolean => spawnSync(command, ['--version']).error === undefined

/** Server and generator on a core each, where the system can do that, so that neither takes the other's time. */
const canPin = process.platform === 'linux' && availableParallelism() > 1 && isInPath('taskset')

/** A command that runs on one core only; as it is where that cannot be had. */
export function pinned(core: 'server' | 'generator', command: string, args: string[]): [string, string[]] {
  return canPin ? ['taskset', ['--cpu-list', core === 'server' ? '0' : '1', command, ...args]] : [command, args]
}

/** wrk where it is installed, since one core of it can keep one of node:http busy; else autocannon, which cannot. */
export const findGenerator = (): Generator => (isInPath('wrk') ? wrk : autocannon)

async function runBounded(command: string, args: string[], seconds: number): Promise<string> {
  const { stdout } = await run(...pinned('generator', command, args), { timeout: (seconds + 10) * 1000 })
  return stdout
}

const wrk: Generator = {
  name: 'wrk',
  takesTurns: true,
  async send({ port, call, seconds, connections }) {
    const script = join(makeFolder('wrk'), 'call.lua')
    const headers = Object.entries(call.headers).map(([name, value]) => `wrk.headers["${name}"] = "${value}"`)
    const body = call.body === undefined ? [] : [`wrk.body = [==[${call.body}]==]`]
    writeFileSync(script, [`wrk.method = "${call.method}"`, ...headers, ...body, ...takeTurns(call)].join('\n'))
    const flags = ['-t1', `-c${connections}`, `-d${seconds}s`, '--latency', '-s', script]
    const text = await runBounded('wrk', [...flags, `http://127.0.0.1:${port}${call.path}`], seconds)
    const [, requests = '', time = ''] = /(\d+) requests in ([\d.]+s|[\d.]+m)/.exec(text) ?? []
    const fault = /(Socket errors|Non-2xx).*/.exec(text)?.[0]
    if (requests === '' || fault !== undefined) throw new Error(`wrk: ${fault ?? text}`)
    return {
      requests: Number(requests),
      seconds: toMs(time) / 1000,
      p99Ms: toMs(/99%\s+(\S+)/.exec(text)?.[1] ?? ''),
    }
  },
}

/** Requests are written once, and not again for each time that they are sent. */
function takeTurns({ turns = [] }: Call): string[] {
  if (turns.length === 0) return []
  const sets = turns.map((headers) => Object.entries(headers).map(([name, value]) => `["${name}"] = "${value}"`))
  return [
    `local sets = {${sets.map((set) => `{ ${set.join(', ')} }`).join(',\n')}}`,
    'local requests, at = {}, 0',
    'function init()',
    '  for index, set in ipairs(sets) do',
    '    for name, value in pairs(set) do wrk.headers[name] = value end',
    '    requests[index] = wrk.format()',
    '  end',
    'end',
    'function request()',
    '  at = at % #requests + 1',
    '  return requests[at]',
    'end',
  ]
}

const unitsMs: Record<string, number> = { us: 0.001, ms: 1, s: 1000, m: 60_000 }

function toMs(text: string): number {
  const [, value, unit = ''] = /^([\d.]+)(us|ms|s|m)$/.exec(text) ?? []
  return Number(value) * (unitsMs[unit] ?? Number.NaN)
}

/** The part of autocannon's JSON that is read. */
interface AutocannonResult {
  requests: { total: number }
  latency: { p99: number }
  duration: number
  errors: number
  non2xx: number
}

const autocannon: Generator = {
  name: 'autocannon',
  takesTurns: false,
  async send({ port, call, seconds, connections }) {
    const entry = join(serversFolder, 'node_modules', 'autocannon', 'autocannon.js')
    const headers = Object.entries(call.headers).flatMap(([name, value]) => ['-H', `${name}=${value}`])
    const body = call.body === undefined ? [] : ['-b', call.body]
    const flags = ['--json', '--no-progress', '-c', String(connections), '-d', String(seconds), '-m', call.method]
    const address = `http://127.0.0.1:${port}${call.path}`
    const text = await runBounded(process.execPath, [entry, ...flags, ...headers, ...body, address], seconds)
    const { requests, latency, duration, errors, non2xx } = JSON.parse(text) as AutocannonResult
    if (errors > 0 || non2xx > 0) throw new Error(`autocannon: ${errors} errors, ${non2xx} replies other than 2xx`)
    return { requests: requests.total, seconds: duration, p99Ms: latency.p99 }
  },
}
