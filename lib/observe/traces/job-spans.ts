import { SpanKind } from '@opentelemetry/api'
import { onJob, type StartedJob } from '../started-job.ts'
import { errorTypeOf, toException } from './recorded-error.ts'
import { contextOfCaller, setSpanOfTrace } from './span-contexts.ts'
import { type SpanMaker, setFailed } from './span-maker.ts'
import { toWallClock } from './wall-clock.ts'

/**
 * Makes a span of each job, the root of its trace. Of a job whose end nobody knows it is the beginning alone.
 *
 * @returns what ends it
 */
export function traceJobs(maker: SpanMaker): () => void {
  return onJob((job) => {
    if (job.trace.sampled) begin(maker, job)
  })
}

function begin({ tracer, ids }: SpanMaker, { name, trace, startedAt, ended }: StartedJob): void {
  const options = { kind: SpanKind.INTERNAL, startTime: toWallClock(startedAt), attributes: { 'twelvefold.job': name } }
  const span = ids.use(trace, () => tracer.startSpan(name, options, contextOfCaller(trace)))
  setSpanOfTrace(trace, span)
  if (ended === undefined) span.end(toWallClock(startedAt))
  ended?.then((error) => {
    const endedAt = toWallClock(performance.now())
    if (error !== undefined) {
      span.setAttribute('error.type', errorTypeOf(error))
      setFailed(span, toException(error), endedAt)
    }
    span.end(endedAt)
  })
}
