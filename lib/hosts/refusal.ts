import { compose } from '../endpoint/compose.ts'
import { composeOuterStack } from '../endpoint/endpoint.ts'
import type { EndpointHandler } from '../endpoint/exchange.ts'
import type { Problem } from '../problem/problem.ts'

/** Answers with a problem, in the headers that every answer has: for hosts that refuse before an endpoint is reached. */
export function refusal(reason: () => Problem): EndpointHandler {
  return compose(composeOuterStack({ service: 'kit', operation: 'refusal', answersHead: true }), () => {
    throw reason()
  })
}
