/** What a client package declares is what its code is. Nothing runs this file. */
import type { NoAnswer } from '../../lib/sdk/runtime/no-answer.ts'
import type { Problem } from '../../lib/sdk/runtime/problem.ts'
import type { UnexpectedAnswer } from '../../lib/sdk/runtime/unexpected-answer.ts'
import type * as surface from '../../lib/sdk/surface.ts'

declare const made: { problem: Problem; noAnswer: NoAnswer; unexpected: UnexpectedAnswer }
declare const declared: { problem: surface.Problem; noAnswer: surface.NoAnswer; unexpected: surface.UnexpectedAnswer }

// What is declared is there, and what is there is declared.
export const there: typeof declared = made
export const known: typeof made = declared

interface Thing extends surface.OperationTypes {
  request: { path: { id: string } }
  responses: { 200: { body: { name: string }; headers: { etag: string } }; 204: { body: undefined; headers: object } }
  problems: { 404: { title: string } }
}
interface Things extends surface.OperationTypes {
  request: { query?: { limit?: number | undefined } | undefined }
  responses: { 200: { body: string[]; headers: object } }
  problems: Record<never, never>
}
declare const get: surface.ReadMethod<Thing>
declare const put: surface.Method<Thing>
declare const list: surface.ListMethod<Things, string>

// @ts-expect-error the path is missing
get()
// @ts-expect-error the path has an id
get({ path: {} })
// @ts-expect-error an option that is not there
get({ path: { id: 'a' } }, { timeout: 1 })
// @ts-expect-error only what reads can be not modified
put({ path: { id: 'a' } }, { ifNoneMatch: '"1"' })
// @ts-expect-error get is no list
get.pages({ path: { id: 'a' } })
get({ path: { id: 'a' } }).then((answer) => {
  // @ts-expect-error it may be 204
  answer.body.name
  // @ts-expect-error it was not asked whether it has changed
  if (answer.status === 304) return
  // @ts-expect-error a 404 is thrown
  if (answer.status === 404) return
  if (answer.status !== 200) return
  const tag: string = answer.headers.etag
  // @ts-expect-error it is not said that this header is always there
  const other: string = answer.headers.location
  return answer.body.name + tag + other
})
get({ path: { id: 'a' } }, { ifNoneMatch: '"1"' }).then((answer) => {
  if (answer.status === 304) return
  // @ts-expect-error it may be 204
  return answer.body.name
})

// What compiles.
list()
list({}, { retries: 0, signal: AbortSignal.timeout(1) })
for await (const item of list.all({ query: { limit: 1 } })) item.toUpperCase()
for await (const { body } of list.pages()) body.at(0)
