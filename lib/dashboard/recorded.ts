import type { TraceContext } from '../observe/trace-context.ts'

/** A body that was kept, as payload format 2.0 has it. */
export interface KeptBody {
  text: string
  isBase64: boolean
  /** Of the whole body. */
  bytes: number
  /** False where there was too much of it, and `text` is its beginning. */
  isWhole: boolean
}

/** A request and its answer, as they were: with every secret. It never leaves this process. */
export interface RecordedRequest {
  /** Counts everything that is recorded, from 1. */
  seq: number
  service: string
  operation: string
  method: string
  /** The path template; undefined where no operation was meant. */
  template: string | undefined
  path: string
  query: string
  headers: Readonly<Record<string, string | undefined>>
  body: KeptBody | undefined
  status: number
  answerHeaders: () => Readonly<Record<string, string>>
  answerCookies: readonly string[]
  answer: KeptBody | undefined
  /** When it came, in ms since 1970. */
  at: number
  /** As `performance.now()` counts. */
  startedAt: number
  durationMs: number
  requestId: string
  trace: TraceContext
  /** A pseudonym. */
  caller: string | undefined
  /** The `seq` of the request that this one repeats. */
  repeats: number | undefined
}

/** Something that went from one part of the system to another, for the map. */
export interface Flow {
  seq: number
  /** In ms since 1970. */
  at: number
  /** A service, `clients`, or `background`: what no request has asked for. */
  from: string
  /** A service, or `store`. */
  to: string
  ms: number
  failed: boolean
}

/** A span within a request: a call to another service, or an access to the store. */
export interface RecordedSpan {
  kind: 'client' | 'store'
  name: string
  traceId: string
  /** Undefined for the store: nothing is below it. */
  spanId: string | undefined
  parentId: string
  startedAt: number
  durationMs: number
  /** What came of it: a status, `ok`, `conflict`, or why it failed. */
  outcome: string
  failed: boolean
}

export interface RecordedLine {
  seq: number
  /** One JSON object, redacted. */
  line: string
}
