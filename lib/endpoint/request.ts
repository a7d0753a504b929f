import type { Logger } from 'pino'
import type { Caller } from '../auth/caller.ts'
import { logger } from '../observe/log.ts'
import { readTrace, type TraceContext } from '../observe/trace-context.ts'
import type { EndpointContext, EndpointEvent } from './exchange.ts'

/** What every line of a call's log says. */
export interface LogFields {
  service: string
  operation: string
}

interface Made {
  log?: Logger
  trace?: TraceContext
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
    const { traceId } = this.trace
    this.#lazy.log ??= logger().child({ ...this.#belongsTo, requestId: this.requestId, traceId })
    return this.#lazy.log
  }

  /** The trace that this call belongs to: the caller's (W3C Trace Context), or a new one. */
  get trace(): TraceContext {
    this.#lazy.trace ??= readTrace(this.event.headers.traceparent)
    return this.#lazy.trace
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
