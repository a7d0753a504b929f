import type { OpenApiDocument } from '../contract/document.ts'
import { listOperations } from '../contract/operations.ts'
import { endpoint } from '../endpoint/endpoint.ts'
import type { EndpointHandler } from '../endpoint/exchange.ts'
import type { Operation } from '../endpoint/operation.ts'
import { MockAnswers } from './mock-answer.ts'
import { readPreferences } from './mock-preferences.ts'

/**
 * Answers an operation from its contract alone: the success response, with a body from the contract's examples or
 * schemas. The request is checked as always. `Prefer: code=404` and `Prefer: example=name` (RFC 7240) ask for another
 * response or another example; `Preference-Applied` says which of them were followed. It fits `LoadOptions.mock`.
 *
 * @param operation compiled from the contract
 * @param contract the bundled contract as JSON, as `loadContract` of a generated service gives it
 * @example
 * const application = await loadApplication(app, { mock: mockHandler })
 */
export function mockHandler(operation: Operation, contract: string): EndpointHandler {
  return mockOperation(operation, parseContract(contract))
}

/** The same, for a contract that has been parsed. */
export function mockOperation(operation: Operation, document: OpenApiDocument): EndpointHandler {
  const model = listOperations(document).find(({ id }) => id === operation.id)
  if (model === undefined) throw new Error(`The contract has no operation ${operation.id}.`)
  const answers = new MockAnswers(document, model)
  // A mock counts nothing and keeps nothing.
  const { rateLimit: _limit, idempotencyKey: _key, ...mocked } = operation
  return endpoint(mocked, ({ event, log }) => {
    const { answer, unknown } = answers.choose(readPreferences(event.headers.prefer), event.headers.accept)
    if (unknown.length > 0) log.warn(`${operation.id} cannot be asked for ${unknown.join(' and ')}`)
    return answer
  })
}

let parsed: { contract: string; document: OpenApiDocument } | undefined

/** The operations of a service come one after the other with the same contract. */
function parseContract(contract: string): OpenApiDocument {
  if (parsed?.contract !== contract) parsed = { contract, document: JSON.parse(contract) as OpenApiDocument }
  return parsed.document
}
