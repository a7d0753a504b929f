import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createClient } from '../../../lib/sdk/runtime/create-client.ts'
import { Problem } from '../../../lib/sdk/runtime/problem.ts'
import type { Behaviour } from '../../fakes/upstream.ts'
import { failure, operations, start, type Things, thrown } from './things-client.ts'

test('a token is got once for all calls, and once more after a 401, also for a POST', async (context) => {
  let asked = 0
  const token = async (): Promise<string> => `t${++asked}`
  const created = { status: 201, body: {} }
  const { things, upstream } = await start(context, [created, created, failure(401), created, created], { token })

  await Promise.all([things.add({ body: 1 }), things.add({ body: 2 })])
  await things.add({ body: 3 })
  await things.add({ body: 4 })

  const sent = upstream.requests.map(({ headers }) => headers.authorization)
  assert.deepEqual(sent, ['Bearer t1', 'Bearer t1', 'Bearer t1', 'Bearer t2', 'Bearer t2'])
})

test('calls that are refused at once get one other token for all of them', async (context) => {
  let asked = 0
  const refuseFirst: Behaviour = (response, { headers }) => {
    response
      .writeHead(headers.authorization === 'Bearer t1' ? 401 : 201, { 'content-type': 'application/json' })
      .end('{}')
  }
  const { things } = await start(context, [refuseFirst], { token: () => `t${++asked}` })

  const answers = await Promise.all([1, 2, 3, 4].map((body) => things.add({ body })))

  assert.deepEqual(
    answers.map(({ status }) => status),
    [201, 201, 201, 201],
  )
  assert.equal(asked, 2)
})

test('a second 401 is a problem, and so is the first where the token is what it is', async (context) => {
  let asked = 0
  const { things, upstream } = await start(context, [failure(401)], { token: () => `t${++asked}` })
  const fixed = createClient(operations, { baseUrl: upstream.url, token: 'fixed' }) as unknown as Things

  const renewed = await thrown(things.add({ body: 1 }))
  const stays = await thrown(fixed.add({ body: 1 }))

  assert.ok(renewed instanceof Problem && stays instanceof Problem)
  assert.deepEqual([renewed.status, stays.status, asked, upstream.requests.length], [401, 401, 2, 3])
})

test('a token that could not be got is asked for again by the next call', async (context) => {
  const answers = [Promise.reject(new Error('no token')), Promise.resolve('t2')]
  const { things, upstream } = await start(context, [{ status: 201, body: {} }], {
    token: () => answers.shift() ?? 'none',
  })

  assert.match(String(await thrown(things.add({ body: 1 }))), /no token/)
  assert.equal((await things.add({ body: 1 })).status, 201)
  assert.deepEqual(
    upstream.requests.map(({ headers }) => headers.authorization),
    ['Bearer t2'],
  )
})

test('a signal ends the wait for a token, and no token is asked for once it has', async (context) => {
  let asked = 0
  const token = (): Promise<string> => {
    asked++
    return new Promise(() => undefined)
  }
  const { things, upstream } = await start(context, [{ status: 201, body: {} }], { token })
  const ending = new AbortController()
  const reason = new Error('no longer needed')

  const waiting = thrown(things.add({ body: 1 }, { signal: ending.signal }))
  ending.abort(reason)

  assert.equal(await waiting, reason)
  const before = asked
  assert.equal(await thrown(things.add({ body: 1 }, { signal: ending.signal })), reason)
  assert.deepEqual([asked, upstream.requests.length], [before, 0])
})

test('a token goes only where the contract takes one', async (context) => {
  const { things, upstream } = await start(context, [{ status: 200, body: {} }], { token: 'secret' })

  await things.get({ path: { id: 'x' } })

  assert.equal(upstream.requests[0]?.headers.authorization, undefined)
})
