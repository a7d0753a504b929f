import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { ServiceDescriptor } from '../../../lib/client/descriptor.ts'
import { expect, type Journey, journey } from '../../../lib/smoke/journey.ts'
import type { StepResult } from '../../../lib/smoke/result.ts'
import { type Answers, deployShop, smokeShop } from './shop.ts'

interface ShopOperations {
  listItems: { request: { query?: { limit?: number } }; responses: { 200: { itemId: string }[]; 404: undefined } }
  addItem: { request: { body: { itemId: string } }; responses: { 204: undefined } }
}

/** As `#clients/shop` would be. */
const shop: ServiceDescriptor<ShopOperations> = {
  service: 'shop',
  operations: {
    listItems: {
      method: 'GET',
      path: '/shop/items',
      parameters: [],
      responses: { 200: { 'application/json': 'json' } },
    },
    addItem: {
      method: 'POST',
      path: '/shop/items',
      parameters: [],
      body: { type: 'application/json', kind: 'json' },
      responses: { 204: {} },
      scopes: ['shop:write'],
    },
  },
}
const options = { services: ['shop'] }
const credentials = { clientId: 'job', clientSecret: 'of the job' }
const added: Answers = { 'POST /shop/items': { status: 204 } }

async function runOne(
  context: TestContext,
  tested: Journey,
  { answers = {}, write = false }: { answers?: Answers; write?: boolean } = {},
): Promise<{ steps: ReadonlyMap<string, StepResult>; requests: string[] }> {
  const deployment = await deployShop(context, answers)
  const steps = await smokeShop(context, deployment.url, {
    journeys: [tested],
    write,
    credentials,
    selects: (name) => name === tested.name,
  })
  return { steps, requests: deployment.requests.map(({ method, target }) => `${method} ${target}`) }
}

test('what a journey changes is put back also when it fails in the middle, the latest first', async (context) => {
  const order: string[] = []
  const tested = journey('it adds', { ...options, writes: true }, async ({ use, step, cleanUp }) => {
    cleanUp('takes the first back', async () => void order.push('first'))
    cleanUp('takes the second back', async () => {
      order.push('second')
      throw new Error('it is stuck')
    })
    await step('adds', async () => expect(await use(shop).addItem({ body: { itemId: 'a' } }), 204))
    await step('breaks', () => assert.equal('left', 'right'))
    await step('is never reached', () => order.push('no'))
  })

  const { steps } = await runOne(context, tested, { answers: added, write: true })

  assert.deepEqual(order, ['second', 'first'])
  assert.deepEqual([...steps].map(([name, { status }]) => `${name}: ${status}`).slice(1), [
    'adds: passed',
    'breaks: failed',
    'takes the second back: failed',
    'takes the first back: passed',
  ])
})

test('a journey that was not said to write cannot, and one that was is run only where that is allowed', async (context) => {
  const quiet = journey('it says nothing', options, async ({ use, step }) => {
    await step('adds', () => use(shop).addItem({ body: { itemId: 'a' } }))
  })
  const open = journey('it says so', { ...options, writes: true }, quiet.run)

  const refused = await runOne(context, quiet, { answers: added, write: true })
  const skipped = await runOne(context, open, { answers: added })

  assert.match(
    refused.steps.get('adds')?.failure?.message ?? '',
    /addItem is a POST: the journey has to say `writes: true`/,
  )
  assert.equal(skipped.steps.get('the whole journey')?.note, 'it writes: --write runs it')
  for (const { requests } of [refused, skipped]) assert.ok(!requests.some((request) => request.startsWith('POST')))
})

test('each answer is compared with the contract, and a failure shows the request that it failed at', async (context) => {
  const tested = journey('it looks', options, async ({ use, step }) => {
    await step('lists', () => use(shop).listItems({}))
  })

  const { steps } = await runOne(context, tested, { answers: { 'GET /shop/items': { status: 200, body: [{}] } } })

  const failure = steps.get('lists')?.failure
  assert.match(failure?.message ?? '', /200 breaks the contract of listItems: \/0\/itemId is required/)
  assert.equal(failure?.exchange?.answer?.text, '[{}]')
})

test('what fails between two steps is told, too, with its request', async (context) => {
  const tested = journey('it looks', options, async ({ use }) => {
    expect(await use(shop).listItems({}), 404)
  })

  const { steps } = await runOne(context, tested)

  const failure = steps.get('goes on')?.failure
  assert.match(failure?.message ?? '', /it answered 200, not 404/)
  assert.match(failure?.exchange?.url ?? '', /\/shop\/items$/)
})

test('a journey whose services are not all tried is skipped, and one that lacks something skips its rest', async (context) => {
  const far = journey('it goes far', { services: ['shop', 'till'] }, async () => assert.fail('it ran'))
  const empty = journey('it finds nothing', options, async ({ step, skip }) => {
    await step('looks', () => skip('the shop is empty'))
    assert.fail('it went on')
  })

  const skipped = await runOne(context, far)
  const ended = await runOne(context, empty)

  assert.equal(skipped.steps.get('the whole journey')?.note, 'it calls till, which --service leaves out')
  assert.deepEqual(
    [ended.steps.size, ended.steps.get('looks')?.status, ended.steps.get('looks')?.note],
    [2, 'skipped', 'the shop is empty'],
  )
})

test('an operation that a journey calls is not among those that nobody called', async (context) => {
  const tested = journey('the contract of shop', { ...options, writes: true }, async ({ use, step }) => {
    await step('adds', () => use(shop).addItem({ body: { itemId: 'a' } }))
  })

  const { steps } = await runOne(context, tested, { answers: added, write: true })

  assert.equal(steps.get('adds')?.status, 'passed')
  assert.ok(!steps.has('addItem: POST /shop/items'))
})

test('calling a run off ends the journey, and cleans up', async (context) => {
  const stop = new AbortController()
  const deployment = await deployShop(context, added)
  let cleaned = false
  const tested = journey('it is called off', { ...options, writes: true }, async ({ use, step, cleanUp }) => {
    cleanUp('takes it back', async () => {
      expect(await use(shop).listItems({}), 200)
      cleaned = true
    })
    await step('adds', () => use(shop).addItem({ body: { itemId: 'a' } }))
    stop.abort()
    await step('looks', () => use(shop).listItems({}))
    assert.fail('it went on')
  })

  const steps = await smokeShop(context, deployment.url, { journeys: [tested], write: true, credentials }, stop.signal)

  assert.equal(steps.get('looks')?.note, 'it was called off')
  assert.ok(cleaned)
})
