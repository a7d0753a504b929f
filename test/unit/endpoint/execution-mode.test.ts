import assert from 'node:assert/strict'
import { test } from 'node:test'
import middy, { type MiddlewareObj } from '@middy/core'
import { compose } from '../../../lib/endpoint/compose.ts'
import type { EndpointEvent, Middleware } from '../../../lib/endpoint/exchange.ts'
import { eventOf } from '../../fakes/event.ts'

type Hook = (exchange: { response: unknown; error: unknown; earlyResponse?: unknown }) => unknown

interface Scene {
  name: string
  middlewares: { before?: Hook; after?: Hook; onError?: Hook }[]
  handler: () => unknown
}

const boom = (): never => {
  throw new Error('boom')
}
const giveUndefined: Hook = (exchange) => {
  exchange.earlyResponse = undefined
}
const slowly =
  (hook: Hook): Hook =>
  async (exchange) => {
    await null
    return hook(exchange)
  }

/** What can happen in a stack; `trace` is told of each step. */
function scenes(trace: string[], wrap: (hook: Hook) => Hook): Scene[] {
  const say =
    (text: string, then: Hook = () => undefined): Hook =>
    (exchange) => {
      trace.push(text)
      return then(exchange)
    }
  const spy = (name: string, hooks: { before?: Hook; after?: Hook; onError?: Hook } = {}) => ({
    before: wrap(say(`${name} before`, hooks.before)),
    after: wrap(say(`${name} after`, hooks.after)),
    onError: wrap(say(`${name} onError`, hooks.onError)),
  })
  const answer =
    (text: string): Hook =>
    (exchange) => {
      exchange.response = text
    }
  const handler = (): unknown => wrap(say('handler', () => 'handled'))({ response: undefined, error: undefined })
  return [
    { name: 'all goes well', middlewares: [spy('a'), spy('b')], handler },
    {
      name: 'an early answer before the handler',
      middlewares: [spy('a'), spy('b', { before: () => 'early' }), spy('c')],
      handler,
    },
    { name: 'an early answer after the handler', middlewares: [spy('a'), spy('b', { after: () => 'late' })], handler },
    {
      name: 'an early undefined',
      middlewares: [spy('a', { before: giveUndefined })],
      handler,
    },
    {
      name: 'an error before',
      middlewares: [spy('a', { onError: answer('saved') }), spy('b', { before: boom })],
      handler,
    },
    {
      name: 'an error in the handler',
      middlewares: [spy('a', { onError: answer('saved') }), spy('b')],
      handler: () => wrap(say('handler', boom))({ response: undefined, error: undefined }),
    },
    { name: 'an error after', middlewares: [spy('a', { after: boom, onError: answer('saved') }), spy('b')], handler },
    { name: 'an error that nobody handles', middlewares: [spy('a')], handler: boom },
    {
      name: 'an error that is answered early',
      middlewares: [spy('a'), spy('b', { onError: () => 'early' })],
      handler: boom,
    },
    {
      name: 'an error while an error is handled',
      middlewares: [
        spy('a'),
        spy('b', {
          onError: () => {
            throw new Error('worse')
          },
        }),
      ],
      handler: boom,
    },
    { name: 'no middleware at all', middlewares: [], handler },
  ]
}

async function outcome(call: (event: EndpointEvent, context: object) => unknown): Promise<unknown> {
  try {
    return { answer: await call(eventOf(), {}) }
  } catch (error) {
    const { message, cause } = error as Error
    return { thrown: message, cause: (cause as Error | undefined)?.message }
  }
}

for (const [pace, wrap] of [
  ['at once', (hook: Hook) => hook],
  ['with promises', slowly],
] as const) {
  for (const [index, { name }] of scenes([], wrap).entries()) {
    test(`${name}, ${pace}: the same steps and the same end as in middy's own mode`, async () => {
      const [ours, theirs]: [string[], string[]] = [[], []]
      const own = scenes(ours, wrap)[index] as Scene
      const standard = scenes(theirs, wrap)[index] as Scene
      const stack = middy<unknown, unknown>(() => standard.handler() as never)
      for (const middleware of standard.middlewares) stack.use(middleware as unknown as MiddlewareObj)

      const ourEnd = await outcome(compose(own.middlewares as unknown as Middleware[], own.handler))
      const theirEnd = await outcome(stack as unknown as (event: EndpointEvent, context: object) => unknown)

      assert.deepEqual(ours, theirs)
      assert.deepEqual(ourEnd, theirEnd)
    })
  }
}

test('a stack without promises answers at once', () => {
  const handler = compose([{ after: () => undefined }], () => ({ statusCode: 200, headers: {} }))

  assert.equal(handler(eventOf(), {}) instanceof Promise, false)
})
