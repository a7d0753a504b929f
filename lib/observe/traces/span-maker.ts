import {
  type Attributes,
  type Context,
  context as contextApi,
  type Exception,
  type Span,
  type SpanKind,
  SpanStatusCode,
  type Tracer,
  trace as traceApi,
} from '@opentelemetry/api'
import type { TraceContext } from '../trace-context.ts'
import { contextOfTrace } from './span-contexts.ts'
import type { SpanIds } from './span-ids.ts'
import { toWallClock } from './wall-clock.ts'

/** Makes the kit's spans. */
export interface SpanMaker {
  tracer: Tracer
  ids: SpanIds
}

/** A piece of work that is over. */
export interface FinishedWork {
  name: string
  kind: SpanKind
  attributes: Attributes
  /** Milliseconds, as `performance.now()` counts. */
  startedAt: number
  durationMs: number
  /** Whose work it was. */
  trace: TraceContext
  /** Its own id, where others have been told it. */
  spanId?: string
  failed?: { exception?: Exception }
}

/** Makes the span of work that is over, below whatever span was active when it was begun. */
export function recordWork({ tracer, ids }: SpanMaker, work: FinishedWork): void {
  const { name, kind, attributes, startedAt, durationMs, trace, spanId, failed } = work
  const options = { kind, attributes, startTime: toWallClock(startedAt) }
  const make = (): Span => tracer.startSpan(name, options, parentOf(trace))
  const span = spanId === undefined ? make() : ids.use({ traceId: trace.traceId, spanId }, make)
  if (failed !== undefined) setFailed(span, failed.exception, toWallClock(startedAt + durationMs))
  span.end(toWallClock(startedAt + durationMs))
}

/** A span that code has begun itself, if it belongs to the trace; else the one of the request or the job. */
function parentOf(trace: TraceContext): Context {
  const active = contextApi.active()
  return traceApi.getSpanContext(active)?.traceId === trace.traceId ? active : contextOfTrace(trace)
}

export function setFailed(span: Span, exception: Exception | undefined, at: number): void {
  span.setStatus({ code: SpanStatusCode.ERROR })
  if (exception !== undefined) span.recordException(exception, at)
}
