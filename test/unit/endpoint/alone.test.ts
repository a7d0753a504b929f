import assert from 'node:assert/strict'
import { test } from 'node:test'
import middy, { type MiddlewareObj } from '@middy/core'
import { cors } from '../../../lib/endpoint/cors.ts'
import { deprecation } from '../../../lib/endpoint/deprecation.ts'
import { endpoint } from '../../../lib/endpoint/endpoint.ts'
import type { EndpointEvent, EndpointResult } from '../../../lib/endpoint/exchange.ts'
import { head } from '../../../lib/endpoint/head.ts'
import { kitOperation } from '../../../lib/endpoint/kit-operation.ts'
import { problems } from '../../../lib/endpoint/problems.ts'
import { requestContext } from '../../../lib/endpoint/request-context.ts'
import { securityHeaders } from '../../../lib/endpoint/security-headers.ts'
import { problem } from '../../../lib/problem/problem.ts'
import { eventOf } from '../../fakes/event.ts'

/** Plain middy, with middlewares of the kit and nothing else of it. */
function plain(handler: (event: EndpointEvent) => unknown, ...middlewares: object[]) {
  const stack = middy<unknown, unknown>((event: unknown) => handler(event as EndpointEvent))
  for (const middleware of middlewares) stack.use(middleware as MiddlewareObj)
  const call = stack as unknown as (event: EndpointEvent, context: object) => Promise<EndpointResult>
  return (event: EndpointEvent) => call(event, {})
}

test('problems alone turns what is thrown into a problem document', async () => {
  const call = plain(
    () => {
      throw problem('conflict', 'Somebody was faster.')
    },
    problems({ base: 'https://example.com' }),
  )

  const { statusCode, headers, body = '' } = await call(eventOf())

  assert.equal(statusCode, 409)
  assert.equal(headers['content-type'], 'application/problem+json')
  assert.deepEqual(JSON.parse(body), {
    type: 'https://example.com/docs/problems/conflict',
    title: 'The request conflicts with the current state',
    status: 409,
    detail: 'Somebody was faster.',
  })
})

test('security headers alone leave a header that is there as it is', async () => {
  const call = plain(() => ({ statusCode: 200, headers: { 'x-frame-options': 'SAMEORIGIN' } }), securityHeaders())

  const { headers } = await call(eventOf())

  assert.equal(headers['x-frame-options'], 'SAMEORIGIN')
  assert.equal(headers['x-content-type-options'], 'nosniff')
})

test('CORS alone lets the listed origins read, and tells caches that the answer depends on the origin', async () => {
  const call = plain(
    () => ({ statusCode: 200, headers: { vary: 'accept' } }),
    cors({ origins: ['https://shop.example'] }),
  )

  const listed = await call(eventOf({ headers: { origin: 'https://shop.example' } }))
  const other = await call(eventOf({ headers: { origin: 'https://evil.example' } }))

  assert.equal(listed.headers['access-control-allow-origin'], 'https://shop.example')
  assert.equal(listed.headers.vary, 'accept, origin')
  assert.equal(other.headers['access-control-allow-origin'], undefined)
  assert.equal(other.headers.vary, 'accept, origin')
})

test("request context alone takes a safe id of the caller's, and makes one in place of an unsafe", async () => {
  const call = plain(
    ({ input }) => ({ statusCode: 200, body: input?.requestId }),
    requestContext({ service: 's', operation: 'o' }),
  )

  const safe = await call(eventOf({ headers: { 'x-request-id': 'abc-1' } }))
  const unsafe = await call(eventOf({ headers: { 'x-request-id': 'a\nb' } }))

  assert.equal(safe.headers['x-request-id'], 'abc-1')
  assert.equal(safe.body, 'abc-1')
  assert.match(unsafe.headers['x-request-id'] ?? '', /^[0-9a-f-]{36}$/)
})

test('A04 head alone keeps the headers and drops the body', async () => {
  const call = plain(() => ({ statusCode: 200, headers: {}, body: 'é' }), head())

  const result = await call(eventOf({ method: 'HEAD' }))

  assert.equal(result.body, undefined)
  assert.equal(result.headers['content-length'], '2')
})

test('an option that a middleware or the endpoint does not know is refused by name', () => {
  const operation = kitOperation('shop', 'getIt', '/shop', ['application/json'])

  assert.throws(() => cors({ origin: ['*'] } as never), /cors has no option "origin"; it knows origins/)
  assert.throws(() => endpoint(operation, () => ({}), { timeout: 5 } as never), /endpoint has no option "timeout"/)
})

test('a plain middy middleware sees the parsed request and the finished response', async () => {
  const seen: unknown[] = []
  const operation = kitOperation('shop', 'getIt', '/shop/{id}', ['application/json'])
  const handler = endpoint(operation, () => ({ fine: true }), {
    use: {
      before: ({ event }) => void seen.push((event as EndpointEvent).input?.path),
      after: ({ response }) => {
        const result = response as EndpointResult
        result.headers['x-mine'] = result.body ?? ''
      },
    },
  })

  const { headers } = await handler(eventOf({ path: '/shop/7', params: { id: '7' } }), {})

  assert.deepEqual(seen, [{ id: '7' }])
  assert.equal(headers['x-mine'], '{"fine":true}')
})

test('a handler that takes too long is 504, and its signal is aborted', async () => {
  const operation = kitOperation('shop', 'getIt', '/shop', ['application/json'])
  let aborted: unknown
  const handler = endpoint(
    operation,
    ({ signal }) => new Promise<object>(() => signal.addEventListener('abort', () => (aborted = signal.reason))),
    { timeoutMs: 10 },
  )

  const { statusCode, body = '' } = await handler(eventOf({ path: '/shop' }), {})

  assert.equal(statusCode, 504)
  assert.equal(JSON.parse(body).detail, 'The operation took more than 10 ms.')
  assert.match(String(aborted), /The operation took more than 10 ms/)
})

test("Lambda's remaining time bounds a handler below its own limit", async () => {
  const operation = kitOperation('shop', 'getIt', '/shop', ['application/json'])
  const handler = endpoint(operation, () => new Promise<object>(() => {}))

  const { statusCode } = await handler(eventOf({ path: '/shop' }), { getRemainingTimeInMillis: () => 510 })

  assert.equal(statusCode, 504)
})

test('deprecation alone says so with an answer and with what is thrown', async () => {
  const announced = deprecation({ headers: { deprecation: '@1780272000', link: '<https://a.example/>; rel="sunset"' } })
  const answers = plain(() => ({ statusCode: 200, headers: { link: '<?cursor=a>; rel="next"' } }), announced)
  const throws = plain(
    () => {
      throw problem('conflict')
    },
    announced,
    problems({ base: '' }),
  )

  const answer = await answers(eventOf())
  const refusal = await throws(eventOf())

  assert.equal(answer.headers.deprecation, '@1780272000')
  assert.equal(answer.headers.link, '<?cursor=a>; rel="next", <https://a.example/>; rel="sunset"')
  assert.equal(refusal.headers.link, '<https://a.example/>; rel="sunset"')
})
