import { logger } from '../observe/log.ts'
import { problemMediaType, toProblemDocument } from '../problem/document.ts'
import { Problem } from '../problem/problem.ts'
import { type EndpointResult, type Middleware, refuseUnknownOptions } from './exchange.ts'

/**
 * Turns whatever was thrown into a problem document (RFC 9457). A fault of ours (5xx) is logged in full with the
 * request's id; the client sees no more of it than the problem table says. An inner middleware that has answered
 * already, as middy's `onError` may, is left its answer.
 */
export function problems(options: { base: string }): Required<Pick<Middleware, 'onError'>> {
  refuseUnknownOptions('problems', options, ['base'])
  const { base } = options
  return {
    onError(exchange) {
      if (exchange.response !== undefined) return
      const { error } = exchange
      const input = exchange.event.input
      const result = toProblemResult(error, base, input?.requestId)
      if (result.statusCode >= 500) {
        const log = input?.log ?? logger()
        log.error({ err: error }, error instanceof Error ? error.message : 'Something that is not an error was thrown')
      }
      exchange.response = result
    },
  }
}

/** The answer that an error becomes; {@link toProblemDocument} says of what. */
export function toProblemResult(error: unknown, base: string, requestId?: string): EndpointResult {
  const document = toProblemDocument(error, base, requestId)
  return {
    statusCode: document.status,
    headers: {
      'content-type': problemMediaType,
      'cache-control': 'no-store',
      ...(error instanceof Problem ? error.headers : undefined),
    },
    body: JSON.stringify(document),
  }
}
