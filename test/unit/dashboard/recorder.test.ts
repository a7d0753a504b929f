import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { RequestDetails } from '../../../lib/dashboard/describe-request.ts'
import type { Events } from '../../../lib/dashboard/events.ts'
import type { EndpointHandler } from '../../../lib/endpoint/exchange.ts'
import { eventOf, type FakeRequest } from '../../fakes/event.ts'
import { openDesk } from './desk.ts'

let call: (
  request: FakeRequest & { statusCode?: number; answer?: string; type?: string; secret?: boolean },
) => Promise<unknown>

before(async () => {
  const { composeOuterStack } = await import('../../../lib/endpoint/endpoint.ts')
  const { compose } = await import('../../../lib/endpoint/compose.ts')
  const { markSensitive } = await import('../../../lib/observe/sensitive-names.ts')
  markSensitive('shop', 'getItem', ['email', 'itemId'])
  call = async ({ statusCode = 200, answer = '{}', type = 'application/json', secret, ...request }) => {
    const about = { service: 'shop', operation: secret ? 'getItem' : 'listItems', path: '/shop/items/{itemId}' }
    const headers = { 'content-type': type, 'set-cookie': 'session=abc' }
    const handler: EndpointHandler = compose(composeOuterStack({ ...about, answersHead: true }), () => ({
      statusCode,
      headers,
      body: answer,
    }))
    return handler(eventOf({ path: '/shop/items/7', ...request }), {})
  }
})

test('a request is told with its answer, once, by the number from which one asks', async (context) => {
  const { read } = await openDesk(context)
  await call({ query: 'page=2' })

  const first = await read<Events>('events', 'since=0')
  const again = await read<Events>('events', `since=${first.seq}`)

  assert.equal(first.requests.length, 1)
  const [{ method, target, status, service, operation } = {}] = first.requests
  assert.deepEqual(
    [method, target, status, service, operation],
    ['GET', '/shop/items/7?page=2', 200, 'shop', 'listItems'],
  )
  assert.deepEqual(
    first.flows.map(({ from, to }) => [from, to]),
    [['clients', 'shop']],
  )
  assert.deepEqual([again.requests, again.flows, again.lines], [[], [], []])
})

test('neither secrets nor what the contract marks leave the process, in path, query, headers, bodies and cookies', async (context) => {
  const { read, recorder } = await openDesk(context)
  const secrets = ['tok3n-of-ada', 'ada@example.com', 'p4ssw0rd', 'private-item']
  await call({
    secret: true,
    method: 'POST',
    path: '/shop/items/private-item',
    query: 'access_token=tok3n-of-ada',
    headers: { authorization: 'Bearer tok3n-of-ada', 'content-type': 'application/json', cookie: 'a=tok3n-of-ada' },
    body: JSON.stringify({ email: 'ada@example.com', password: 'p4ssw0rd', amount: 7 }),
    answer: JSON.stringify({ email: 'ada@example.com', list: [{ refresh_token: 'tok3n-of-ada' }] }),
  })

  const events = await read<Events>('events')
  const details = await read<RequestDetails>(`requests/${events.requests[0]?.seq}`)

  for (const secret of secrets) {
    assert.ok(!JSON.stringify(events).includes(secret), secret)
    assert.ok(!JSON.stringify(details).includes(secret), secret)
  }
  assert.equal(details.target, '/shop/items/[redacted]?access_token=[redacted]')
  assert.deepEqual(JSON.parse(details.request.body?.text ?? ''), {
    email: '[redacted]',
    password: '[redacted]',
    amount: 7,
  })
  assert.ok(JSON.stringify(recorder.requests()).includes('tok3n-of-ada'), 'they are kept, to be sent again')
})

test('the protection of a form does not show in its page', async (context) => {
  const { read, recorder } = await openDesk(context)
  await call({ type: 'text/html; charset=utf-8', answer: '<form><input type="hidden" name="csrf" value="x7"></form>' })

  const { answer } = await read<RequestDetails>(`requests/${recorder.requests()[0]?.seq}`)

  assert.equal(answer.body?.text, '<form><input type="hidden" name="csrf" value="[redacted]"></form>')
})

test('bodies are cut, and the recorder keeps to its bounds', async (context) => {
  const { read, recorder } = await openDesk(context)
  const huge = JSON.stringify({ text: 'x'.repeat(2_000_000) })
  for (let at = 0; at < 20; at++) await call({ method: 'POST', body: huge, answer: huge })

  const kept = recorder.requests()
  const { request, answer, canRepeat } = await read<RequestDetails>(`requests/${kept.at(-1)?.seq}`)

  const characters = kept.reduce(
    (sum, { body, answer: own }) => sum + (body?.text.length ?? 0) + (own?.text.length ?? 0),
    0,
  )
  assert.ok(kept.length >= 2 && kept.length < 20, `${kept.length} are kept`)
  assert.ok(characters * 2 <= 24 * 1024 * 1024, `${characters} characters`)
  assert.equal(canRepeat, false)
  assert.deepEqual([request.body?.isWhole, answer.body?.isWhole, answer.body?.bytes], [false, false, huge.length])
})

test('a repeat is the request itself, and not those that its service has made with the same id', async (context) => {
  const { recorder } = await openDesk(context)
  recorder.expectRepeat('replay-1', 7)
  const headers = { 'x-request-id': 'replay-1' }
  const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'

  await call({ headers: { ...headers, traceparent } })
  await call({ headers })
  await call({ headers })

  assert.deepEqual(
    recorder.requests().map(({ repeats }) => repeats),
    [undefined, 7, undefined],
  )
})

test('problems are counted by code and operation, the latest first', async (context) => {
  const { read } = await openDesk(context)
  const problem = (code: string, detail: string) =>
    JSON.stringify({ type: `/docs/problems/${code}`, title: 'Title', status: 409, detail })
  const type = 'application/problem+json'
  await call({ statusCode: 409, type, answer: problem('conflict', 'first') })
  await call({ statusCode: 404, answer: 'nothing of the kit' })
  await call({ statusCode: 409, type, answer: problem('conflict', 'second') })

  const { problems } = await read<Events>('events')

  assert.deepEqual(
    problems?.map(({ code, status, operation, count, detail }) => [code, status, operation, count, detail]),
    [
      ['conflict', 409, 'listItems', 2, 'second'],
      ['404', 404, 'listItems', 1, ''],
    ],
  )
})

test('a problem is explained', async (context) => {
  const { read, recorder } = await openDesk(context)
  const answer = JSON.stringify({ type: 'https://shop.example/docs/problems/gone', title: 'Gone', status: 410 })
  await call({ statusCode: 410, type: 'application/problem+json', answer })

  const { problem } = await read<RequestDetails>(`requests/${recorder.requests()[0]?.seq}`)

  assert.equal(problem?.code, 'gone')
  assert.match(problem?.client ?? '', /do not ask again/)
})

test('a request that is not kept is not found', async (context) => {
  const { ask } = await openDesk(context)

  for (const path of ['/-/dev/requests/1', '/-/dev/requests/x']) assert.equal((await ask({ path })).status, 404)
})
