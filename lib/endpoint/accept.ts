import { problem } from '../problem/problem.ts'
import { type Middleware, refuseUnknownOptions } from './exchange.ts'
import { negotiate } from './media-type.ts'
import type { Operation } from './operation.ts'

/**
 * Refuses a request whose Accept header takes none of the media types that a success can have (406). Where the
 * contract offers several, the preferred one is left in `input.accepted`.
 */
export function accept(options: { operation: Operation }): Required<Pick<Middleware, 'before'>> {
  refuseUnknownOptions('accept', options, ['operation'])
  const offered = offeredTypes(options.operation)
  return {
    before({ event }) {
      const header = event.headers.accept
      if (header === undefined || header === '*/*' || offered.length === 0) return
      const accepted = negotiate(header, offered)
      if (accepted === undefined) {
        throw problem('not-acceptable', `The answer is ${offered.join(' or ')}.`, { extensions: { offered } })
      }
      if (event.input !== undefined) event.input.accepted = accepted
    },
  }
}

function offeredTypes(operation: Operation): string[] {
  const types = new Set<string>()
  for (const [status, response] of Object.entries(operation.responses)) {
    if (status.startsWith('2')) for (const type of Object.keys(response.content)) types.add(type)
  }
  return [...types]
}
