import { requestIdOf } from '../describe-exchange.ts'
import { countSteps, type RunResult } from '../result.ts'
import type { Report } from './report.ts'

/** One run as one JSON line, for whoever watches a deployment. */
export function jsonReport(): Report {
  return { journey: () => '', end: (result) => `${JSON.stringify(summarise(result))}\n` }
}

function summarise({ url, startedAt, ms, reached, versions, journeys }: RunResult): object {
  const counts = countSteps(journeys)
  const failures = journeys.flatMap(({ name, steps }) =>
    steps.flatMap(({ name: step, failure }) => {
      if (failure === undefined) return []
      const { message, exchange } = failure
      const answer = exchange && {
        method: exchange.method,
        url: exchange.url,
        ...(exchange.answer === undefined ? {} : { status: exchange.answer.status }),
        requestId: requestIdOf(exchange),
      }
      return [{ journey: name, step, message: message.split('\n')[0], ...answer }]
    }),
  )
  const warnings = journeys.flatMap(({ name, steps }) =>
    steps.flatMap(({ name: step, status, note }) =>
      status === 'warned' ? [{ journey: name, step, message: note }] : [],
    ),
  )
  return {
    time: startedAt.toISOString(),
    url,
    ok: counts.failed === 0,
    reached,
    version: versions.join(', '),
    ...counts,
    durationMs: Math.round(ms),
    ...(failures.length > 0 ? { failures } : {}),
    ...(warnings.length > 0 ? { warnings } : {}),
  }
}
