import type { Logger } from 'pino'
import type { Caller } from '../auth/caller.ts'
import { logger } from '../observe/log.ts'
import { readTrace, type TraceContext } from '../observe/trace-context.ts'
import { allowTime, type TimeAllowed } from './deadline.ts'
import type { EndpointContext, EndpointEvent } from './exchange.ts'

/** What every line of a call's log says. */
export interface LogFields {
  service: string
  operation: string
}

interface Made {
  log?: Logger
  trace?: TraceContext
  time?: TimeAllowed
  abort?: AbortController
}

const none: Readonly<Record<string, never>> = Object.freeze({})

/**
 * What a handler gets: the parts of the request, read and checked by the contract, and what belongs to this one call.
 * What costs something to make (logger, trace, signal) is made when it is first asked for.
 */
export class EndpointRequest {
  path: unknown = none
  query: unknown = none
  headers: unknown = none
  cookies: unknown = none
  body: unknown = undefined
  /** The media type that the response will have, where the contract offers several and the client prefers one. */
  accepted: string | undefined = undefined
  caller: Caller | undefined = undefined
  /** The key of `Idempotency-Key`, where the contract has that header and the client has sent it. */
  idempotencyKey: string | undefined = undefined
  /** The same key for this caller and this operation alone: see `CallContext`. */
  idempotencyScope: string | undefined = undefined
  /** How long the operation may take, in ms; `endpoint()` sets it. */
  limitMs: number = Number.POSITIVE_INFINITY
  /** As `performance.now()` counts, in ms; 0 where nobody observes requests. */
  startedAt = 0
  readonly requestId: string
  readonly event: EndpointEvent
  readonly context: EndpointContext
  readonly #belongsTo: LogFields
  #made: Made | undefined

  constructor(event: EndpointEvent, context: EndpointContext, requestId: string, belongsTo: LogFields) {
    this.event = event
    this.context = context
    this.requestId = requestId
    this.#belongsTo = belongsTo
  }

  get #lazy(): Made {
    this.#made ??= {}
    return this.#made
  }

  /** A logger whose lines carry the service, the operation, the request's id and its trace. */
  get log(): Logger {
    this.#lazy.log ??= this.#makeLog()
    return this.#lazy.log
  }

  #makeLog(): Logger {
    const { traceId, spanId } = this.trace
    return logger().child({ ...this.#belongsTo, requestId: this.requestId, traceId, spanId })
  }

  /** This call's place in a trace: the caller's (W3C Trace Context or B3), or a new one. */
  get trace(): TraceContext {
    this.#lazy.trace ??= readTrace(this.event.headers)
    return this.#lazy.trace
  }

  /** How long the call may take; fixed when it is first asked for. */
  get time(): TimeAllowed {
    this.#lazy.time ??= allowTime(this.limitMs, this.event.headers, this.context)
    return this.#lazy.time
  }

  /**
   * When the call has to be answered, in ms since 1970: its operation's time, or less where its caller (the header
   * `x-request-timeout-ms`) or Lambda gives less.
   */
  get deadline(): number {
    return this.time.deadline
  }

  /** Aborted when the handler has run out of time; hand it to `fetch` and the like. */
  get signal(): AbortSignal {
    this.#lazy.abort ??= new AbortController()
    return this.#lazy.abort.signal
  }

  /** Tells whoever listens to `signal` that nobody waits for the answer any more. */
  abort(reason: unknown): void {
    this.#made?.abort?.abort(reason)
  }
}
