import {
  type Context,
  createTraceState,
  ROOT_CONTEXT,
  type Span,
  TraceFlags,
  trace as traceApi,
} from '@opentelemetry/api'
import type { TraceContext } from '../trace-context.ts'

const own = new WeakMap<TraceContext, Context>()

/** What is active while the request or the job of a trace runs, as OpenTelemetry has it. */
export function contextOfTrace(trace: TraceContext): Context {
  const known = own.get(trace)
  if (known !== undefined) return known
  const made = spanContext(trace, trace.spanId, false)
  own.set(trace, made)
  return made
}

/** From now on this span is what is active within the trace: what a handler says of it is exported. */
export function setSpanOfTrace(trace: TraceContext, span: Span): void {
  own.set(trace, traceApi.setSpan(ROOT_CONTEXT, span))
}

/** The span of a trace's own request or job, where it is recorded. */
export const spanOfTrace = (trace: TraceContext): Span | undefined => {
  const context = own.get(trace)
  return context === undefined ? undefined : traceApi.getSpan(context)
}

/** Under what a trace's own span stands: its caller's, or nothing. */
export const contextOfCaller = (trace: TraceContext): Context =>
  trace.parentId === undefined ? ROOT_CONTEXT : spanContext(trace, trace.parentId, true)

function spanContext({ traceId, sampled, state }: TraceContext, spanId: string, isRemote: boolean): Context {
  return traceApi.setSpanContext(ROOT_CONTEXT, {
    traceId,
    spanId,
    isRemote,
    traceFlags: sampled ? TraceFlags.SAMPLED : TraceFlags.NONE,
    ...(state === undefined ? {} : { traceState: createTraceState(state) }),
  })
}
