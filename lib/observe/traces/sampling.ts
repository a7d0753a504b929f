import { ROOT_CONTEXT, SpanKind, TraceFlags, trace as traceApi } from '@opentelemetry/api'
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  type Sampler,
  SamplingDecision,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace'
import type { SamplingRule } from '../trace-context.ts'
import type { TraceSettings } from './trace-settings.ts'

/** The sampler that `OTEL_TRACES_SAMPLER` names. */
export function createSampler({
  OTEL_TRACES_SAMPLER: name,
  OTEL_TRACES_SAMPLER_ARG: share = 1,
}: TraceSettings): Sampler {
  const root = name.endsWith('traceidratio')
    ? new TraceIdRatioBasedSampler(share)
    : name.endsWith('always_on')
      ? new AlwaysOnSampler()
      : new AlwaysOffSampler()
  return name.startsWith('parentbased_') ? new ParentBasedSampler({ root }) : root
}

/**
 * The same decision for the kit, which passes it on in headers before a span is made, and where none is made. The
 * sampler goes by the trace's id and its parent only, so that it says the same again when the span is made.
 *
 * @param heedsCaller B3 may refuse a trace without naming one, which no sampler is told
 */
export const toRule =
  (sampler: Sampler, heedsCaller: boolean): SamplingRule =>
  ({ traceId, parentId, sampled }) => {
    if (parentId === undefined && heedsCaller && !sampled) return false
    const traceFlags = sampled ? TraceFlags.SAMPLED : TraceFlags.NONE
    const context =
      parentId === undefined
        ? ROOT_CONTEXT
        : traceApi.setSpanContext(ROOT_CONTEXT, { traceId, spanId: parentId, traceFlags, isRemote: true })
    const { decision } = sampler.shouldSample(context, traceId, '', SpanKind.SERVER, {}, [])
    return decision === SamplingDecision.RECORD_AND_SAMPLED
  }
