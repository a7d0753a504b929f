import middy, { type MiddlewareObj } from '@middy/core'
import { composeOuterStack } from '../endpoint/endpoint.ts'
import type { EndpointHandler } from '../endpoint/exchange.ts'
import type { Problem } from '../problem/problem.ts'

/** Answers with a problem, in the headers that every answer has: for hosts that refuse before an endpoint is reached. */
export function refusal(reason: (event: unknown) => Problem): EndpointHandler {
  const stack = middy<unknown, unknown>(
    (event: unknown) => {
      throw reason(event)
    },
    { timeoutEarlyInMillis: 0 },
  )
  for (const middleware of composeOuterStack({ service: 'kit', operation: 'refusal', answersHead: true })) {
    stack.use(middleware as MiddlewareObj)
  }
  return stack as unknown as EndpointHandler
}
