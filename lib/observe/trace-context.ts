import { randomFillSync } from 'node:crypto'

/** Where a call stands in a trace: the ids of W3C Trace Context, level 1, section 3.2.2. */
export interface TraceContext {
  /** 32 hexadecimal digits. */
  readonly traceId: string
  /** This call's own span, 16 hexadecimal digits. */
  readonly spanId: string
  /** The caller's span; undefined where this call starts the trace. */
  readonly parentId: string | undefined
  /** Whether the trace is recorded: passed on as it came, unless {@link decideSampling} says otherwise. */
  readonly sampled: boolean
  /** `tracestate` as it came: other tools' own ids (section 3.3). */
  readonly state?: string
}

type Headers = Readonly<Record<string, string | undefined>>

type Parent = Pick<TraceContext, 'traceId' | 'parentId' | 'sampled'> & { state?: string }

const traceparent = /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/
const b3Trace = /^(?!0+$)(?:[0-9a-f]{16}|[0-9a-f]{32})$/i
const b3Span = /^(?!0+$)[0-9a-f]{16}$/i
/** What may stand in a `tracestate` that we pass on: section 3.3.1.5 asks for at least 512 characters. */
const tracestate = /^[\x20-\x7e]{1,512}$/

/**
 * Reads the trace that a call belongs to: `traceparent` (W3C), else `b3`, else the `x-b3-…` headers (openzipkin's B3
 * propagation). A header that breaks its format counts as missing, as W3C's section 3.2.4 asks; without any the call
 * starts a trace.
 *
 * @param headers names in lower case
 * @example
 * readTrace({ traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01' }).traceId // '4bf92f3577b34da6a3ce929d0e0e4736'
 */
export function readTrace(headers: Headers): TraceContext {
  const parent = readW3c(headers) ?? readB3Single(headers.b3) ?? readB3Multi(headers)
  const trace =
    parent === undefined
      ? { ...newIds(), parentId: undefined, sampled: !refusesSampling(headers) }
      : { ...parent, spanId: newSpanId() }
  return decide === undefined ? trace : { ...trace, sampled: decide(trace) }
}

/** Says whether a trace is recorded, from its id and what its caller has decided; without a `parentId` nobody calls. */
export type SamplingRule = (trace: TraceContext) => boolean

let decide: SamplingRule | undefined

/** From now on a rule decides what is recorded. Without one it is everything that the caller does not refuse. */
export function decideSampling(rule: SamplingRule | undefined): void {
  decide = rule
}

/** Starts a trace: for work that no request has asked for. */
export const startTrace = (): TraceContext => readTrace({})

/**
 * The headers that make a call a child of this span, in both forms, so that the other side may read either.
 *
 * @returns a span of its own at each call: every attempt is one
 */
export function childHeaders(trace: TraceContext): Record<string, string> {
  const spanId = newSpanId()
  return {
    traceparent: `00-${trace.traceId}-${spanId}-${trace.sampled ? '01' : '00'}`,
    b3: `${trace.traceId}-${spanId}-${trace.sampled ? '1' : '0'}`,
    ...(trace.state === undefined ? {} : { tracestate: trace.state }),
  }
}

/** The span that headers of {@link childHeaders} stand for. */
export const spanOf = (headers: Readonly<Record<string, string>>): string => headers.traceparent?.slice(36, 52) ?? ''

/** A call of the system costs 3 µs, whether for 8 bytes or for all of these. */
const randomness = Buffer.alloc(4_096)
let used = randomness.length

function randomHex(bytes: number): string {
  if (used + bytes > randomness.length) {
    randomFillSync(randomness)
    used = 0
  }
  used += bytes
  return randomness.toString('hex', used - bytes, used)
}

const newSpanId = (): string => randomHex(8)

function newIds(): Pick<TraceContext, 'traceId' | 'spanId'> {
  const ids = randomHex(24)
  return { traceId: ids.slice(0, 32), spanId: ids.slice(32) }
}

function readW3c(headers: Headers): Parent | undefined {
  const [, version, traceId, parentId, flags = '', rest] = traceparent.exec(headers.traceparent ?? '') ?? []
  // Version 00 has four fields; a later one may add more (section 3.2.2.1).
  if (traceId === undefined || (version === '00' && rest !== undefined)) return undefined
  const sampled = (Number.parseInt(flags, 16) & 1) === 1
  const state = headers.tracestate
  return { traceId, parentId, sampled, ...(state !== undefined && tracestate.test(state) ? { state } : {}) }
}

/** `{trace}-{span}-{sampled}-{parent}`, the last two optional. */
function readB3Single(b3: string | undefined): Parent | undefined {
  const [traceId = '', spanId = '', sampled = '1'] = b3?.split('-') ?? []
  return toParent(traceId, spanId, sampled)
}

function readB3Multi(headers: Headers): Parent | undefined {
  const sampled = headers['x-b3-flags'] === '1' ? 'd' : (headers['x-b3-sampled'] ?? '1')
  return toParent(headers['x-b3-traceid'] ?? '', headers['x-b3-spanid'] ?? '', sampled)
}

function toParent(traceId: string, parentId: string, sampled: string): Parent | undefined {
  if (!b3Trace.test(traceId) || !b3Span.test(parentId)) return undefined
  return {
    // Half of the trace ids of B3 have 64 bits; filled up with zeros they are W3C's.
    traceId: traceId.toLowerCase().padStart(32, '0'),
    parentId: parentId.toLowerCase(),
    sampled: !isRefusal(sampled),
  }
}

/** B3 may say that a trace is not recorded without naming one. */
const refusesSampling = (headers: Headers): boolean =>
  isRefusal(headers.b3 ?? '') || (headers['x-b3-flags'] !== '1' && isRefusal(headers['x-b3-sampled'] ?? ''))

const isRefusal = (sampled: string): boolean => sampled === '0' || sampled === 'false'
