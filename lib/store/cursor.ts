import { createHmac, timingSafeEqual } from 'node:crypto'
import { problem } from '../problem/problem.ts'

/** Bytes of the authentication code that a cursor carries. */
const macLength = 16

/**
 * Makes and reads cursors: where a page ended, authenticated together with the query that it belongs to. A client can
 * neither make one up nor carry one over to another query.
 *
 * @param secret the same for all processes that share a store
 */
export function createCursors(secret: string): {
  write: (query: string, position: string) => string
  read: (query: string, cursor: string) => string
} {
  const sign = (query: string, position: string): Buffer =>
    createHmac('sha256', secret).update(`${query.length}:${query}${position}`).digest().subarray(0, macLength)

  return {
    write: (query, position) => Buffer.concat([sign(query, position), Buffer.from(position)]).toString('base64url'),
    read: (query, cursor) => {
      const bytes = Buffer.from(cursor, 'base64url')
      const position = bytes.subarray(macLength).toString()
      // Written again it has to be the same text: base64url has several for the same bytes.
      const genuine = bytes.length > macLength && bytes.toString('base64url') === cursor
      if (!genuine || !timingSafeEqual(bytes.subarray(0, macLength), sign(query, position))) throw refused()
      return position
    },
  }
}

const refused = (): Error =>
  problem('validation-failed', 'The cursor does not belong to this query.', {
    extensions: { errors: [{ in: 'query', pointer: '/cursor', detail: 'is not a cursor of this query' }] },
  })
