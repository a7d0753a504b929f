import { kitSettings } from '../config/kit.ts'
import { compose } from '../endpoint/compose.ts'
import { composeOuterStack, outerOptionsOf } from '../endpoint/endpoint.ts'
import type { EndpointHandler } from '../endpoint/exchange.ts'
import type { Operation } from '../endpoint/operation.ts'
import { toProblemResult } from '../endpoint/problems.ts'
import { problem } from '../problem/problem.ts'
import type { Endpoint } from './application.ts'

/** The kit's own operations by which others watch a process: never refused, since that is when they are needed. */
const watching = new Set(['getLive', 'getReady', 'getHealth'])

/** The least and the most seconds after which to try again; apart, so that those refused together do not come together. */
const retryAfter = { least: 1, most: 3 }

/**
 * What answers in place of a handler while a process is overloaded: 503 with `Retry-After`, in the headers that every
 * answer has, and counted for the operation that was meant. The handlers of probes answer for themselves.
 *
 * @param also what the host answers beside the services: metrics are never refused
 */
export function createBusyAnswers(
  endpoints: readonly Endpoint[],
  also: readonly Endpoint[] = [],
): (handler: EndpointHandler) => EndpointHandler {
  const answers = new Map<EndpointHandler, EndpointHandler>()
  return (handler) => {
    const known = answers.get(handler)
    if (known !== undefined) return known
    const endpoint = endpoints.find((one) => one.handler === handler)
    const isAnswered = endpoint === undefined || watching.has(endpoint.operation.id) || also.includes(endpoint)
    const answer = isAnswered ? handler : busyAnswer(endpoint.operation)
    answers.set(handler, answer)
    return answer
  }
}

/** A refusal is not thrown: each of them would be logged as an error, just when there is no time for it. */
function busyAnswer(operation: Operation): EndpointHandler {
  const base = kitSettings().PUBLIC_URL ?? ''
  const { service, id, path } = operation
  const stack = composeOuterStack({ service, operation: id, path, answersHead: true, ...outerOptionsOf(operation) })
  return compose(stack, (event) => {
    const seconds = retryAfter.least + Math.floor(Math.random() * (retryAfter.most - retryAfter.least + 1))
    const busy = problem('service-unavailable', 'There is more to do than can be done in time.', {
      headers: { 'retry-after': String(seconds) },
    })
    return toProblemResult(busy, base, event.input?.requestId)
  })
}
