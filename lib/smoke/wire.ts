import { randomUUID } from 'node:crypto'
import { type Answer, type Exchange, readAnswer } from './answer.ts'
import { Ended } from './recorder.ts'

export interface Sent {
  method: string
  /** From the root of the deployment, which may itself have a path; or a whole address. */
  target: string
  headers?: Readonly<Record<string, string>>
  body?: string | Uint8Array | undefined
}

/** The line to one deployment, of one journey. */
export interface Wire {
  /** @throws Error that says why no answer came; Ended where the run was called off */
  send: (request: Sent) => Promise<Answer>
  /** The latest request, for whoever has to explain a failure. */
  last: () => Exchange | undefined
}

export interface WireOptions {
  /** The address of the deployment, without a slash at its end. */
  base: string
  /** For each request. */
  timeoutMs: number
  /** Ends all requests early. */
  signal?: AbortSignal | undefined
}

/**
 * Sends requests, one after the other, and remembers the latest. Nothing is followed, tried again or cached: what is flaky
 * shall show.
 */
export function createWire({ base, timeoutMs, signal }: WireOptions): Wire {
  let latest: Exchange | undefined
  return {
    last: () => latest,
    async send({ method, target, headers = {}, body }) {
      const url = target.startsWith('/') ? `${base}${target}` : target
      // An id of our own finds the request in the logs of the deployment, also where no answer came.
      const sent = { 'x-request-id': `smoke-${randomUUID()}`, 'user-agent': 'twelvefold-smoke', ...headers }
      const exchange: Exchange = { method, url, headers: sent, body: shown(body), ms: 0 }
      latest = exchange
      const startedAt = performance.now()
      const timeout = AbortSignal.timeout(timeoutMs)
      try {
        const response = await fetch(url, {
          method,
          headers: sent,
          body: body ?? null,
          redirect: 'manual',
          signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
        })
        exchange.answer = await readAnswer(response, url)
        return exchange.answer
      } catch (error) {
        if (signal?.aborted) throw new Ended('it was called off')
        exchange.error = timeout.aborted ? `no answer within ${timeoutMs} ms` : reasonOf(error)
        throw new Error(`no answer came: ${exchange.error}`, { cause: error })
      } finally {
        exchange.ms = performance.now() - startedAt
      }
    },
  }
}

const shown = (body: Sent['body']): string | undefined =>
  body instanceof Uint8Array ? `${body.byteLength} bytes` : body

/** `fetch` only says that it failed; the reason is the innermost cause, which for several addresses has several. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.cause !== undefined) return reasonOf(error.cause)
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0])
  return error.message || String(Reflect.get(error, 'code') ?? error.name)
}
