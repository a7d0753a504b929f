import { compose } from '../endpoint/compose.ts'
import { composeOuterStack, outerOptionsOf } from '../endpoint/endpoint.ts'
import type { EndpointHandler } from '../endpoint/exchange.ts'
import type { Operation } from '../endpoint/operation.ts'
import type { Problem } from '../problem/problem.ts'

/**
 * Answers with a problem, in the headers that every answer has: for hosts that refuse before an endpoint is reached.
 *
 * @param meant the operation that would have answered, where it is known
 */
export function refusal(reason: () => Problem, meant?: Operation): EndpointHandler {
  const outer = meant === undefined ? {} : outerOptionsOf(meant)
  return compose(composeOuterStack({ service: 'kit', operation: 'refusal', answersHead: true, ...outer }), () => {
    throw reason()
  })
}
