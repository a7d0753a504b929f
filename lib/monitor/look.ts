import { randomUUID } from 'node:crypto'
import type { Answer } from '../smoke/answer.ts'
import { createWire } from '../smoke/wire.ts'
import { readSamples } from './exposition.ts'
import { followInstances, type Increase } from './instances.ts'
import { type Measured, measure } from './measure.ts'

/** What is looked at. */
export interface Watched {
  /** The address of the deployment, without a slash at its end. */
  base: string
  services: WatchedService[]
  metricsToken: string | undefined
  /** For each request. */
  timeoutMs: number
}

export interface WatchedService {
  service: string
  /** A call of its contract that changes nothing and needs no token; undefined where there is none. */
  example: string | undefined
}

/** What one request came to. */
export type Reply = { status: number } | { error: string }

/** What a service says that it is. */
export interface Release {
  version: string
  commit: string
}

export interface ServiceLook {
  service: string
  health: Reply
  /** What its example came to. */
  example: Reply | undefined
  /** What it says that it is. */
  release: Release | undefined
}

/** What a deployment was like at a moment. */
export interface Look {
  /** In ms since 1970. */
  at: number
  /** Whether anything answered at all. */
  reached: boolean
  /** `/health/ready`. */
  ready: Reply
  services: ServiceLook[]
  /** What the metrics say; a word where they say nothing. */
  metrics: Measured | { missing: string }
  /** Whether an instance answered that was started since the watch began. */
  startedAnew: boolean
  /** How long the slowest answer of a service took. */
  slowestMs: number
}

/** The token is not that of the metrics: nobody should believe that they are watched. */
export class MetricsRefused extends Error {}

/**
 * Makes a look at a deployment: whether it is ready, and of each service its health, its release and an example of its
 * contract, all of them GET; and the metrics, as compared with the last look at the same instance.
 */
export function lookAt(watched: Watched): (signal: AbortSignal) => Promise<Look> {
  const { base, services, metricsToken, timeoutMs } = watched
  const follow = followInstances()
  return async (signal) => {
    const at = Date.now()
    let slowestMs = 0
    const get = async (target: string, headers: Record<string, string> = {}): Promise<Answer | { error: string }> => {
      // A wire remembers its latest request: these go out side by side.
      const wire = createWire({ base, timeoutMs, signal })
      const own = { 'user-agent': 'twelvefold-monitor', 'x-request-id': `monitor-${randomUUID()}` }
      try {
        return await wire.send({ method: 'GET', target, headers: { ...own, ...headers } })
      } catch (error) {
        return { error: wire.last()?.error ?? String(error) }
      } finally {
        if (!target.startsWith('/metrics')) slowestMs = Math.max(slowestMs, wire.last()?.ms ?? 0)
      }
    }
    const lookAtService = async ({ service, example }: WatchedService): Promise<ServiceLook> => {
      const [health, version, answer] = await Promise.all([
        get(`/${service}/-/health`),
        get(`/${service}/-/version`),
        example === undefined ? undefined : get(example),
      ])
      const release = readRelease(version)
      return { service, health: replyOf(health), example: answer && replyOf(answer), release }
    }
    const [ready, scrape, ...looks] = await Promise.all([
      get('/health/ready'),
      get('/metrics', {
        accept: 'text/plain',
        ...(metricsToken === undefined ? {} : { authorization: `Bearer ${metricsToken}` }),
      }),
      ...services.map(lookAtService),
    ])
    if (metricsToken !== undefined && 'status' in scrape && [401, 403].includes(scrape.status))
      throw new MetricsRefused(`${base}/metrics answers ${scrape.status}: the token is not that of these metrics`)
    const { metrics, startedAnew } = readMetrics(scrape, follow)
    const replies = [replyOf(ready), ...looks.map(({ health }) => health)]
    const reached = replies.some((reply) => 'status' in reply)
    return { at, reached, ready: replyOf(ready), services: looks, metrics, startedAnew, slowestMs }
  }
}

const replyOf = (answer: Answer | { error: string }): Reply =>
  'error' in answer ? { error: answer.error } : { status: answer.status }

function readRelease(answer: Answer | { error: string }): Release | undefined {
  if ('error' in answer || answer.status !== 200 || typeof answer.body !== 'object' || answer.body === null)
    return undefined
  const { version, commit } = answer.body as { version?: unknown; commit?: unknown }
  return { version: String(version), commit: String(commit) }
}

/** Before there is something to compare with. */
const nothingYet: Increase = { seconds: 0, of: () => 0 }

function readMetrics(
  scrape: Answer | { error: string },
  follow: ReturnType<typeof followInstances>,
): Pick<Look, 'metrics' | 'startedAnew'> {
  const missing = (why: string): Pick<Look, 'metrics' | 'startedAnew'> => ({
    metrics: { missing: why },
    startedAnew: false,
  })
  if ('error' in scrape) return missing('no answer')
  if (scrape.status !== 200) return missing(String(scrape.status))
  const samples = readSamples(scrape.text)
  if (!samples.some(({ name }) => name === 'twelvefold_build_info')) return missing('not of the kit')
  const date = Date.parse(scrape.headers.date ?? '')
  const serverSeconds = (Number.isNaN(date) ? Date.now() : date) / 1_000
  const { increase, startedAnew } = follow({ samples, at: performance.now(), serverSeconds })
  return { metrics: measure(samples, increase ?? nothingYet), startedAnew }
}
