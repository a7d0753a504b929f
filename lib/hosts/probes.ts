import { endpoint } from '../endpoint/endpoint.ts'
import { kitOperation } from '../endpoint/kit-operation.ts'
import { reply } from '../endpoint/reply.ts'
import { logger } from '../observe/log.ts'
import { problem } from '../problem/problem.ts'
import type { Endpoint } from './application.ts'

/** Something without which a process should get no requests. */
export interface Check {
  name: string
  /** Says what is wrong; undefined where nothing is. What it throws is wrong, too. */
  run: () => Promise<string | undefined>
}

/** What a check came to; why it failed is only in the log, as it may tell of addresses and folders. */
export interface CheckResult {
  name: string
  status: 'ok' | 'failed'
  ms: number
}

/** How long a check may take, in ms, and for how long its result is given to others. */
const patience = 1_000
const fresh = 1_000

let stopping = false

/** From now on the process is not ready: whoever sends it requests is to stop. */
export function sayStopping(): void {
  stopping = true
}

/**
 * The probes of a process: `/health/live` says that it answers at all, `/health/ready` that it should get requests. The
 * second runs the checks, at most once a second however often it is asked.
 */
export function probeEndpoints(checks: readonly Check[]): Endpoint[] {
  const live = kitOperation('kit', 'getLive', '/health/live', ['application/json'])
  const ready = kitOperation('kit', 'getReady', '/health/ready', ['application/json'])
  const look = runAtTimes(checks)
  return [
    { operation: live, handler: endpoint(live, () => reply(200, { status: 'ok' }, noStore)) },
    {
      operation: ready,
      handler: endpoint(ready, async () => {
        if (stopping) throw notReady('The process is about to end.', [])
        const results = await look()
        if (results.every(({ status }) => status === 'ok'))
          return reply(200, { status: 'ok', checks: results }, noStore)
        throw notReady('The process should get no requests.', results)
      }),
    },
  ]
}

const noStore = { 'cache-control': 'no-store' }

const notReady = (detail: string, checks: readonly CheckResult[]): Error =>
  problem('service-unavailable', detail, { headers: { 'retry-after': '5' }, extensions: { checks } })

/** Looks once at whatever a process needs, so that its first request does not wait for it; what fails is logged. */
export async function warmUp(checks: readonly Check[]): Promise<void> {
  await Promise.all(checks.map(runCheck))
}

/** Runs checks side by side; those who ask meanwhile, or within a second, share the results. */
function runAtTimes(checks: readonly Check[]): () => Promise<CheckResult[]> {
  let latest: { results: Promise<CheckResult[]>; at: number } | undefined
  return () => {
    const now = performance.now()
    if (latest === undefined || now - latest.at > fresh)
      latest = { results: Promise.all(checks.map(runCheck)), at: now }
    return latest.results
  }
}

async function runCheck({ name, run }: Check): Promise<CheckResult> {
  const startedAt = performance.now()
  const trouble = await withinPatience(run).catch((error: unknown) => error)
  const ms = Math.round((performance.now() - startedAt) * 10) / 10
  if (trouble === undefined) return { name, status: 'ok', ms }
  logger().warn({ check: name, err: trouble instanceof Error ? trouble : new Error(String(trouble)) }, 'not ready')
  return { name, status: 'failed', ms }
}

async function withinPatience(run: () => Promise<string | undefined>): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined
  const tooLong = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`it took more than ${patience} ms`), patience)
  })
  try {
    return await Promise.race([run(), tooLong])
  } finally {
    clearTimeout(timer)
  }
}
