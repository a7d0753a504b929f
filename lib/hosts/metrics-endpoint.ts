import { createHash, timingSafeEqual } from 'node:crypto'
import { unauthorized } from '../auth/challenge.ts'
import { kitSettings } from '../config/kit.ts'
import { endpoint } from '../endpoint/endpoint.ts'
import { kitOperation } from '../endpoint/kit-operation.ts'
import type { Operation } from '../endpoint/operation.ts'
import { reply } from '../endpoint/reply.ts'
import type { MetricsReader } from '../observe/metrics/read-metrics.ts'
import type { Format } from '../observe/metrics/render-metrics.ts'
import { keepOutOfLogs } from '../observe/secret-values.ts'
import type { Endpoint } from './application.ts'

interface Started {
  reader: MetricsReader
  formats: Record<Format, string>
}

let starting: Promise<Started> | undefined

/**
 * `/metrics`, unless `METRICS` is off. From now on the process is measured; a second call, after a reload, goes on with
 * what has been counted.
 *
 * @param release what is deployed
 */
export async function metricsEndpoints(release: { version: string; commit: string }): Promise<Endpoint[]> {
  const { METRICS = true, METRICS_TOKEN: token } = kitSettings()
  if (!METRICS) return []
  starting ??= start(release)
  const { reader, formats } = await starting
  if (token !== undefined) keepOutOfLogs(token)
  const operation: Operation = { ...kitOperation('kit', 'getMetrics', '/metrics', Object.keys(formats)), cors: false }
  const handler = endpoint(operation, async ({ event, accepted }) => {
    if (token !== undefined) checkToken(event.headers.authorization, token)
    const format: Format = accepted === 'application/openmetrics-text' ? accepted : 'text/plain'
    return reply(200, await reader.read(format), { 'content-type': formats[format], 'cache-control': 'no-store' })
  })
  return [{ operation, handler }]
}

/** Tells the primary what this worker has counted, before it leaves. */
export async function sayLastMetrics(): Promise<void> {
  await (await starting)?.reader.sayLast()
}

/** prom-client is loaded here and nowhere else: a process without metrics does not have it. */
async function start(release: { version: string; commit: string }): Promise<Started> {
  const [{ startMetrics }, { metricsReader }, { formats }] = await Promise.all([
    import('../observe/metrics/process-metrics.ts'),
    import('../observe/metrics/read-metrics.ts'),
    import('../observe/metrics/render-metrics.ts'),
  ])
  return { reader: metricsReader(startMetrics(release)), formats }
}

function checkToken(authorization: string | undefined, token: string): void {
  const [, given] = /^bearer +(\S+) *$/i.exec(authorization ?? '') ?? []
  if (given === undefined) throw unauthorized([{ type: 'bearer' }], 'The metrics are for those who have METRICS_TOKEN.')
  if (!timingSafeEqual(digest(given), digest(token)))
    throw unauthorized([{ type: 'bearer' }], 'The token is not that of METRICS_TOKEN.', {
      token: 'It is not the token of these metrics.',
    })
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
