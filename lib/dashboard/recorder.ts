import { randomUUID } from 'node:crypto'
import type { EndpointEvent, EndpointResult } from '../endpoint/exchange.ts'
import { followTraces } from '../observe/current-trace.ts'
import { type FinishedCall, onCall } from '../observe/finished-call.ts'
import { type FinishedRequest, onFinished } from '../observe/finished-request.ts'
import { pseudonymOf } from '../observe/pseudonym.ts'
import { startTrace } from '../observe/trace-context.ts'
import { onLine } from '../observe/write-line.ts'
import { onStoreAccess, type StoreAccess } from '../store/observed-driver.ts'
import { createFlows } from './flows.ts'
import { createProblemGroups, type ProblemGroup } from './problem-groups.ts'
import type { Flow, KeptBody, RecordedLine, RecordedRequest, RecordedSpan } from './recorded.ts'
import { createRing } from './ring.ts'

const mb = 1024 * 1024
/** How much is kept, however long it runs: 36 MB at most. */
const bounds = {
  requests: { most: 500, mostBytes: 24 * mb },
  lines: { most: 2_000, mostBytes: 4 * mb },
  spans: { most: 6_000, mostBytes: 4 * mb },
  flows: { most: 5_000, mostBytes: 4 * mb },
}
/** Of one body, in characters: a request is kept whole up to here, to be sent again; an answer, to be shown. */
const longest = { body: mb, answer: mb / 4, line: 16_384 }

export interface Recorder {
  /** Another one after each start: what a page has of the one before is over. */
  run: string
  /** The latest number that was given. */
  seq: () => number
  requests: () => readonly RecordedRequest[]
  lines: () => readonly RecordedLine[]
  spans: () => readonly RecordedSpan[]
  flows: () => readonly Flow[]
  problems: () => readonly ProblemGroup[]
  /** The request with this id that no service has sent repeats the one with the number `seq`. */
  expectRepeat: (requestId: string, seq: number) => void
  stop: () => void
}

/** The trace of what the dashboard itself does in the store: it is not recorded. */
export const ownTrace = startTrace()

/**
 * Records what happens in this process from now on: requests with their answers, calls, accesses to the store, lines of
 * the log. It costs each request some microseconds, and memory up to a bound: it is for a desk.
 */
export function startRecorder(): Recorder {
  followTraces()
  let seq = 0
  const requests = createRing<RecordedRequest>(bounds.requests)
  const lines = createRing<RecordedLine>(bounds.lines)
  const spans = createRing<RecordedSpan>(bounds.spans)
  const kept = createRing<Flow>(bounds.flows)
  const problems = createProblemGroups()
  const repeats = new Map<string, number>()
  const flows = createFlows((flow) => kept.add({ seq: ++seq, ...flow }, 150))

  const hearRequest = (finished: FinishedRequest): void => {
    const { service, status, durationMs: ms } = finished
    const { requestId, trace } = finished.request
    // Services hand the id on to those that they call; only the first of a trace has no parent.
    const repeated = trace.parentId === undefined ? repeats.get(requestId) : undefined
    if (repeated !== undefined) repeats.delete(requestId)
    const request = toRecorded(finished, ++seq, repeated)
    requests.add(request, sizeOf(request))
    problems.add(request)
    flows.arrived(service, trace, { at: request.at, to: service, ms, failed: status >= 500 })
  }
  const hearCall = (call: FinishedCall): void => {
    const { upstream, trace, spanId, status, error, attempt, startedAt, durationMs } = call
    const failed = status === undefined || status >= 500
    const again = attempt === 0 ? '' : `, attempt ${attempt + 1}`
    spans.add(
      {
        kind: 'client',
        name: `${call.method} ${call.path}${again}`,
        traceId: trace.traceId,
        spanId,
        parentId: trace.spanId,
        startedAt,
        durationMs,
        outcome: status === undefined ? reasonOf(error) : String(status),
        failed,
      },
      500,
    )
    flows.called(spanId)
    flows.left(trace.spanId, { at: Date.now(), to: upstream, ms: durationMs, failed })
  }
  const hearAccess = ({ collection, action, outcome, error, startedAt, durationMs, trace }: StoreAccess): void => {
    // Without a trace it is the host's own: demo data, signing keys, recovery.
    if (trace === ownTrace || trace === undefined) return
    const failed = outcome === 'failed'
    const { traceId, spanId: parentId } = trace
    const said = failed ? reasonOf(error) : outcome
    const span = { traceId, parentId, spanId: undefined, startedAt, durationMs, outcome: said, failed }
    spans.add({ kind: 'store', name: `${action} ${collection}`, ...span }, 500)
    flows.left(parentId, { at: Date.now(), to: 'store', ms: durationMs, failed })
  }
  const hearLine = (line: string): void =>
    lines.add({ seq: ++seq, line: copyOf(line, longest.line) }, Math.min(line.length, longest.line) * 2)

  const stops = [onFinished(hearRequest), onCall(hearCall), onStoreAccess(hearAccess), onLine(hearLine)]
  return {
    run: randomUUID(),
    seq: () => seq,
    requests: requests.items,
    lines: lines.items,
    spans: spans.items,
    flows: () => {
      flows.settle(Date.now())
      return kept.items()
    },
    problems: problems.list,
    expectRepeat: (requestId, of) => repeats.set(requestId, of),
    stop: () => {
      for (const stop of stops) stop()
    },
  }
}

function toRecorded(finished: FinishedRequest, seq: number, repeats: number | undefined): RecordedRequest {
  const { service, operation, method, path: template, status, startedAt, durationMs, request, result } = finished
  const { event, requestId, trace, caller } = request
  return {
    seq,
    service,
    operation,
    method,
    template,
    path: event.rawPath,
    query: event.rawQueryString,
    headers: event.headers,
    body: keepRequestBody(event),
    status,
    // Headers are still added to it.
    answerHeaders: () => result.headers,
    answerCookies: result.cookies ?? [],
    answer: keepAnswer(result),
    at: Date.now() - durationMs,
    startedAt,
    durationMs,
    requestId,
    trace,
    caller: caller && pseudonymOf(caller.subject),
    repeats,
  }
}

const keepRequestBody = ({ body, isBase64Encoded }: EndpointEvent): KeptBody | undefined =>
  body === undefined ? undefined : keepBody(body, isBase64Encoded, longest.body)

const keepAnswer = ({ body, isBase64Encoded = false }: EndpointResult): KeptBody | undefined =>
  // Bytes are not shown, and an answer is never sent again.
  body === undefined ? undefined : keepBody(body, isBase64Encoded, isBase64Encoded ? 0 : longest.answer)

function keepBody(body: string, isBase64: boolean, most: number): KeptBody {
  const isWhole = body.length <= most
  const bytes = Buffer.byteLength(body, isBase64 ? 'base64' : 'utf8')
  return { text: isWhole ? body : copyOf(body, most), isBase64, bytes, isWhole }
}

/** A slice would hold on to the whole text. */
const copyOf = (text: string, most: number): string =>
  text.length <= most ? text : Buffer.from(text.slice(0, most)).toString()

function sizeOf({ headers, body, answer, path, query }: RecordedRequest): number {
  const texts = [path, query, body?.text ?? '', answer?.text ?? '', ...Object.values(headers)]
  return 2_000 + 2 * texts.reduce((sum, text = '') => sum + text.length, 0)
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message || error.name : String(error))
