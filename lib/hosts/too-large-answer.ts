import { kitSettings } from '../config/kit.ts'
import type { EndpointHandler } from '../endpoint/exchange.ts'
import { problem } from '../problem/problem.ts'
import type { Endpoint } from './application.ts'
import { refusal } from './refusal.ts'

/**
 * What answers in place of a handler where a body is too large to be read: 413, in the headers that every answer of the
 * operation has. Most operations ask for no headers of their own, and share one answer.
 */
export function createTooLargeAnswers(endpoints: readonly Endpoint[]): (handler: EndpointHandler) => EndpointHandler {
  const { BODY_LIMIT } = kitSettings()
  const reason = () => problem('body-too-large', `The body may have ${BODY_LIMIT} bytes.`)
  const shared = refusal(reason)
  const special = endpoints.filter(
    ({ operation: { cors, deprecation } }) => cors === false || deprecation !== undefined,
  )
  const answers = new Map(special.map(({ handler, operation }) => [handler, refusal(reason, operation)]))
  return (handler) => answers.get(handler) ?? shared
}
