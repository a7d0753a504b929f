import { problem } from '../problem/problem.ts'
import { type Exchange, type Middleware, refuseUnknownOptions } from './exchange.ts'
import type { Operation } from './operation.ts'
import { findMismatch } from './response-mismatch.ts'

/** `strict`: a response that breaks its contract is a 500. `sample`: some are checked, and logged. `off`: none is. */
export type ResponseCheckPolicy = 'strict' | 'sample' | 'off'

export interface ResponseCheckOptions {
  operation: Operation
  policy: ResponseCheckPolicy
  /** For `sample`: the share of responses that is checked, 0 to 1. */
  rate: number
}

/**
 * Compares what the handler returned with the contract. It changes nothing: a response is never stripped, and in
 * production never refused.
 */
export function responseCheck(options: ResponseCheckOptions): Middleware {
  refuseUnknownOptions('responseCheck', options, ['operation', 'policy', 'rate'])
  const { operation, policy, rate } = options
  if (policy === 'off') return {}
  const check = (exchange: Exchange): void => {
    const mismatch = findMismatch(operation, exchange.response, exchange.event.input?.accepted)
    if (mismatch === undefined) return
    const detail = `The response of ${operation.id} breaks its contract: ${mismatch.detail}.`
    if (policy === 'strict') throw problem('response-mismatch', detail, { extensions: { errors: mismatch.errors } })
    exchange.event.input?.log.error({ errors: mismatch.errors }, detail)
  }
  if (policy === 'strict') return { after: check }
  return {
    after(exchange) {
      if (Math.random() < rate) check(exchange)
    },
  }
}
