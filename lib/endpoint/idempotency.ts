import { logger } from '../observe/log.ts'
import { problem } from '../problem/problem.ts'
import {
  type EndpointEvent,
  type EndpointResult,
  type Exchange,
  type Middleware,
  refuseUnknownOptions,
} from './exchange.ts'
import { fingerprintOf, readIdempotencyKey, recordIdOf } from './idempotency-key.ts'
import type { Claim, Claimed } from './idempotency-records.ts'
import type { Operation } from './operation.ts'
import { toProblemResult } from './problems.ts'

export interface IdempotencyOptions {
  operation: Pick<Operation, 'service' | 'id'>
  /** How long the handler may take, in ms. */
  timeoutMs: number
  /** What a problem's `type` is resolved against, as {@link toProblemResult} takes it. */
  base: string
}

/** What a process may need on both sides of the handler, in ms: after that its claim may be taken over. */
const margin = 5_000

/** An answer that was given before: leaves the stack as errors do, so that every header of this answer is added to it. */
class Replay extends Error {
  readonly result: EndpointResult

  constructor(result: EndpointResult) {
    super('This was answered before.')
    this.result = result
  }
}

/**
 * Carries a request out once per `Idempotency-Key`: a repeat gets the first answer again, with
 * `idempotency-replayed: true`. A repeat with another request is 422, one while the first runs 409. An answer of 500
 * and more, or one that asks to try again, is not kept; after a time-out, whose handler may still be at work, the key
 * stays taken until its lease ends.
 *
 * Source: draft-ietf-httpapi-idempotency-key-header-07, sections 2.6 and 2.7.
 */
export function idempotency(options: IdempotencyOptions): Required<Middleware> {
  refuseUnknownOptions('idempotency', options, ['operation', 'timeoutMs', 'base'])
  const { operation, timeoutMs, base } = options
  const claims = new WeakMap<EndpointEvent, Claim>()

  async function claim(event: EndpointEvent, key: string): Promise<void> {
    const { claimKey } = await import('./idempotency-records.ts')
    const recordId = recordIdOf(operation, event.input?.caller, key)
    if (event.input !== undefined) event.input.idempotencyScope = recordId
    const claimed = await claimKey(recordId, fingerprintOf(event), timeoutMs + margin)
    if (claimed.state !== 'ours') throw refusalOf(claimed)
    claims.set(event, claimed.claim)
  }

  function settle({ event }: Exchange, result: EndpointResult): Promise<void> | undefined {
    const held = claims.get(event)
    claims.delete(event)
    return held === undefined ? undefined : settleClaim(held, result, event)
  }

  return {
    before({ event }) {
      const key = readIdempotencyKey(event)
      if (key === undefined) return undefined
      if (event.input !== undefined) event.input.idempotencyKey = key
      return claim(event, key)
    },
    after: (exchange) => settle(exchange, exchange.response as EndpointResult),
    onError(exchange) {
      const { error, event } = exchange
      if (!(error instanceof Replay)) {
        return settle(
          exchange,
          (exchange.response as EndpointResult) ?? toProblemResult(error, base, event.input?.requestId),
        )
      }
      exchange.response = error.result
      return undefined
    },
  }
}

function refusalOf(claimed: Exclude<Claimed, { state: 'ours' }>): Error {
  switch (claimed.state) {
    case 'answered': {
      const { headers, ...answer } = claimed.answer
      return new Replay({ ...answer, headers: { ...headers, 'idempotency-replayed': 'true' } })
    }
    case 'running':
      return problem('conflict', 'A request with this Idempotency-Key is being carried out.', {
        headers: { 'retry-after': '1' },
      })
    case 'too-large':
      return problem('conflict', 'The request was carried out; its answer was too large to be kept for a repeat.')
    case 'other-request':
      return problem('unprocessable-content', 'This Idempotency-Key was used for another request.')
  }
}

/** Never throws: the handler has done its work, and the client is to hear of it. */
async function settleClaim(claim: Claim, result: EndpointResult, { input }: EndpointEvent): Promise<void> {
  const log = input?.log ?? logger()
  try {
    const { keepAnswer, releaseKey } = await import('./idempotency-records.ts')
    if (result.statusCode === 504) return
    if (isWorthRepeating(result)) await releaseKey(claim)
    else if (!(await keepAnswer(claim, result)))
      log.error('The handler took longer than its lease; the answer was not kept for its Idempotency-Key')
  } catch (error) {
    log.error({ err: error }, 'The answer could not be kept for its Idempotency-Key')
  }
}

/** A failure of ours, or a refusal that asks to try again. */
const isWorthRepeating = ({ statusCode, headers }: EndpointResult): boolean =>
  statusCode >= 500 || (statusCode >= 400 && headers['retry-after'] !== undefined)
