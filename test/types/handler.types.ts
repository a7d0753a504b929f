/**
 * What must not compile. `tsc` reads this file and nothing runs it: each line below an expectation has to be an error,
 * and an expectation without one is an error itself.
 */
import { endpoint, type Operation, reply } from 'twelvefold'
import { addTwo } from '#contracts/addition'
import { filterKeys, getHello, greet } from '#contracts/hello'

// The request: a parameter that the contract does not have.
// @ts-expect-error nmae
endpoint(greet, ({ path }) => ({ message: path.nmae }))
// @ts-expect-error the query of greet is empty
endpoint(greet, ({ query }) => ({ message: query.title }))
// @ts-expect-error getHello has no body
endpoint(getHello, ({ body }) => body.text)
// @ts-expect-error a and b are numbers
endpoint(addTwo, ({ query }) => ({ result: query.a.trim() }))

// The answer: a misspelt, a missing and a surplus property, at once and behind a promise.
// @ts-expect-error mesage
endpoint(greet, ({ path }) => ({ mesage: path.name }))
// @ts-expect-error message is missing
endpoint(greet, async () => ({}))
// @ts-expect-error shout is not in the contract
endpoint(greet, ({ path }) => ({ message: path.name, shout: true }))
// @ts-expect-error shout is not in the contract
endpoint(greet, async ({ path }) => ({ message: path.name, shout: true }))
// @ts-expect-error message is a string
endpoint(greet, () => ({ message: 1 }))

// A missing case: one branch answers nothing, and greet has no 204.
// @ts-expect-error undefined
endpoint(greet, ({ path }) => {
  if (path.name === 'nobody') return
  return { message: path.name }
})

// Replies: a status that the contract does not list, a body of another status, a surplus property.
// @ts-expect-error 201
endpoint(greet, () => reply(201, { message: 'Hello' }))
// @ts-expect-error the body of 200
endpoint(greet, () => reply(200, { text: 'Hello' }))
// @ts-expect-error surplus
endpoint(greet, () => reply(200, { message: 'Hello', surplus: 1 }))
// @ts-expect-error the body of 200 is text
endpoint(getHello, () => reply(200, { message: 'Hello' }))

// Options: one that does not exist.
// @ts-expect-error timeout
endpoint(greet, () => ({ message: 'Hello' }), { timeout: 5 })

// What is right does compile.
endpoint(greet, ({ path }) => ({ message: path.name }))
endpoint(greet, async ({ path }) => reply(200, { message: path.name }, { etag: '"1"' }))
endpoint(getHello, () => 'Hello world\n')
endpoint(filterKeys, ({ body }) => body)
endpoint(greet, ({ path }) =>
  path.name === 'nobody' ? reply(404, { type: 'x', title: 'Nobody', status: 404 }) : { message: path.name },
)

declare const optional: Operation<{
  path: { id: string }
  query: { limit: number; tag?: string | undefined }
  headers: Record<string, never>
  cookies: Record<string, never>
  body: undefined
  responses: {
    200: { body: { items: { id: string; note?: string | undefined }[]; next?: string | undefined }; headers: object }
    204: { body: undefined; headers: object }
  }
  success: 200
  caller: undefined
}>
endpoint(optional, ({ query }) => (query.limit > 0 ? { items: [{ id: 'a', note: 'b' }] } : undefined))
// @ts-expect-error nite, inside a list
endpoint(optional, () => ({ items: [{ id: 'a', nite: 'b' }] }))
// @ts-expect-error nxt is misspelt, and next is optional
endpoint(optional, () => ({ items: [], nxt: 'b' }))
// @ts-expect-error tag may be undefined
endpoint(optional, ({ query }) => ({ items: [{ id: query.tag.trim() }] }))
