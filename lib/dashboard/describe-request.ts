import { isProblemCode } from '../docs/problem-html.ts'
import { problemPages } from '../docs/problem-pages.ts'
import { type ShownBody, showBody, showHeaders, showTarget } from './hide-secrets.ts'
import { readProblem } from './problem-groups.ts'
import type { RecordedRequest } from './recorded.ts'
import type { Recorder } from './recorder.ts'
import { type ShownSpan, traceSpans } from './trace-spans.ts'

/** A request in a list. */
export interface RequestSummary {
  seq: number
  at: number
  method: string
  /** Path and query, without secrets. */
  target: string
  status: number
  ms: number
  service: string
  operation: string
  caller?: string
  requestId: string
  traceId: string
  repeats?: number
}

export interface RequestDetails extends RequestSummary {
  template?: string
  request: { headers: Record<string, string>; body?: ShownBody }
  answer: { headers: Record<string, string>; cookies: string[]; body?: ShownBody }
  /** Whether it can be sent again: it was kept whole. */
  canRepeat: boolean
  problem?: { code: string; title: string; detail: string; meaning?: string; client?: string; operator?: string }
  lines: string[]
  spans: ShownSpan[]
}

export function summarise(request: RecordedRequest): RequestSummary {
  const { seq, at, method, status, durationMs, service, operation, caller, requestId, trace, repeats } = request
  return {
    seq,
    at,
    method,
    target: showTarget(request),
    status,
    ms: durationMs,
    service,
    operation,
    ...(caller === undefined ? {} : { caller }),
    requestId,
    traceId: trace.traceId,
    ...(repeats === undefined ? {} : { repeats }),
  }
}

/** Everything that is known of a request, without secrets. */
export function describeRequest(request: RecordedRequest, recorder: Recorder): RequestDetails {
  const { template, headers, body, answer, status, requestId, trace } = request
  const answerHeaders = request.answerHeaders()
  const cookies = request.answerCookies.map((cookie) => cookie.replace(/^([^=]*)=[^;]*/, '$1=[redacted]'))
  return {
    ...summarise(request),
    ...(template === undefined ? {} : { template }),
    request: {
      headers: showHeaders(headers, request),
      ...(body === undefined ? {} : { body: showBody(body, headers['content-type'] ?? '', request) }),
    },
    answer: {
      headers: showHeaders(answerHeaders, request),
      cookies,
      ...(answer === undefined ? {} : { body: showBody(answer, answerHeaders['content-type'] ?? '', request) }),
    },
    canRepeat: body?.isWhole !== false,
    ...(status < 400 ? {} : { problem: explain(request) }),
    lines: recorder
      .lines()
      .filter(({ line }) => line.includes(trace.traceId) || line.includes(`"requestId":"${requestId}"`))
      .map(({ line }) => line),
    spans: traceSpans(trace.traceId, recorder),
  }
}

function explain(request: RecordedRequest): NonNullable<RequestDetails['problem']> {
  const problem = readProblem(request)
  return isProblemCode(problem.code) ? { ...problem, ...problemPages[problem.code] } : problem
}
