import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { StepResult } from '../../../lib/smoke/result.ts'
import { deployShop, smokeShop } from './shop.ts'

const credentials = { clientId: 'job', clientSecret: 'of the job' }

const saysOf = (steps: ReadonlyMap<string, StepResult>, name: string): string => {
  const step = steps.get(name)
  assert.ok(step, `there is no step ${name}: ${[...steps.keys()].join(', ')}`)
  return [step.status, step.failure?.message.split('\n')[0] ?? step.note ?? ''].join(' ').trim()
}

describe('what a contract lets be tried', () => {
  test('is tried by its examples, ids from the first item of the list; everything else is skipped with the reason', async (context) => {
    const shop = await deployShop(context)

    const steps = await smokeShop(context, shop.url, { credentials })

    const said = Object.fromEntries([...steps.keys()].map((name) => [name, saysOf(steps, name)]))
    assert.deepEqual(said, {
      answers: `passed ${shop.url}`,
      'says its version': 'passed 2.3.4 c0ffee00',
      'is healthy': 'passed',
      'has the contract of this project': 'skipped it publishes no contracts',
      '404 is a problem': 'passed',
      '405 is a problem, and names the verbs': 'passed',
      'listItems: GET /shop/items': 'passed',
      'listItems: the next page': 'passed',
      'getItem: GET /shop/items/{itemId}': 'passed',
      'getItem: 304 for its ETag': 'passed',
      'getWords: GET /shop/words': 'passed',
      'getUnknown: GET /shop/unknown': 'skipped the contract has no example of id',
      'getManual: GET /shop/manual': 'skipped a person has to look',
      'listBills: 401 without a token': 'passed',
      'listBills: GET /shop/bills': 'passed',
      'addItem: POST /shop/items': 'skipped no journey that was run calls it',
    })
  })

  test('is sent as the contract writes parameters, once each, with an id for the logs', async (context) => {
    const shop = await deployShop(context)

    await smokeShop(context, shop.url)

    const targets = shop.requests.map(({ method, target }) => `${method} ${target}`)
    const [words] = shop.requests.filter(({ target }) => target.startsWith('/shop/words'))
    assert.equal(words?.target, '/shop/words?tags=a%20b&tags=c')
    assert.equal(words?.headers['x-mode'], 'short')
    assert.equal(targets.filter((target) => target === 'GET /shop/items').length, 1)
    for (const { headers } of shop.requests) assert.match(String(headers['x-request-id']), /^smoke-/)
  })

  test('changes nothing: only GET, and DELETE of what the kit refuses, are sent', async (context) => {
    const shop = await deployShop(context)

    await smokeShop(context, shop.url)

    const others = shop.requests.filter(({ method }) => method !== 'GET')
    assert.deepEqual(
      others.map(({ method, target }) => `${method} ${target}`),
      ['DELETE /shop/-/version'],
    )
  })

  test('with --write the locks of what changes are tried, without token and body', async (context) => {
    const shop = await deployShop(context)

    const steps = await smokeShop(context, shop.url, { write: true })

    const [post] = shop.requests.filter(({ method }) => method === 'POST')
    assert.equal(saysOf(steps, 'addItem: 401 without a token'), 'passed')
    assert.deepEqual([post?.body, post?.headers.authorization], ['', undefined])
  })

  test('without a client what needs a token is skipped, its lock is not', async (context) => {
    const shop = await deployShop(context)

    const steps = await smokeShop(context, shop.url)

    assert.equal(saysOf(steps, 'listBills: 401 without a token'), 'passed')
    assert.match(saysOf(steps, 'listBills: GET /shop/bills'), /^skipped it needs a token \(shop:read\), and no client/)
  })
})

describe('what breaks a contract fails', () => {
  const cases: Record<string, { answers: Parameters<typeof deployShop>[1]; step: string; says: RegExp }> = {
    'a body that has something else': {
      answers: { 'GET /shop/items': { status: 200, body: [{ itemId: 7 }] } },
      step: 'listItems: GET /shop/items',
      says: /^failed 200 breaks the contract of listItems: \/0\/itemId must be string/,
    },
    'a body that is no JSON': {
      answers: { 'GET /shop/items': { status: 200, type: 'text/plain', body: 'oops' } },
      step: 'listItems: GET /shop/items',
      says: /is application\/json, not text\/plain/,
    },
    'a header that is missing': {
      answers: { 'GET /shop/items/first%20one': { status: 200, body: { itemId: 'first one' } } },
      step: 'getItem: GET /shop/items/{itemId}',
      says: /needs the header etag/,
    },
    'an error': {
      answers: { 'GET /shop/words': { status: 500, body: { title: 'Something went wrong' } } },
      step: 'getWords: GET /shop/words',
      says: /^failed it answered 500 \(Something went wrong\), not 200/,
    },
    'a page of a proxy': {
      answers: { 'GET /shop/words': { status: 200, type: 'text/html', body: '<h1>Log in</h1>' } },
      step: 'getWords: GET /shop/words',
      says: /is text\/plain, not text\/html/,
    },
    'a proxy that takes headers away': {
      answers: { 'GET /shop/words': { status: 200, type: 'text/plain', body: 'x', bare: true } },
      step: 'getWords: GET /shop/words',
      says: /the answer lacks content-security-policy, .*x-request-id/,
    },
    'a service that is ill': {
      answers: { 'GET /shop/-/health': { status: 503, body: { detail: 'The store cannot be written.' } } },
      step: 'is healthy',
      says: /^failed it answered 503 \(The store cannot be written\.\)/,
    },
    'a lock that is open': {
      answers: { 'GET /shop/bills': { status: 200, body: [] } },
      step: 'listBills: 401 without a token',
      says: /^failed it answered 200, not 401/,
    },
    'a lock that does not say how to get in': {
      answers: {
        'GET /shop/bills': {
          status: 401,
          type: 'application/problem+json',
          body: { type: '/x', title: 'No', status: 401 },
        },
      },
      step: 'listBills: 401 without a token',
      says: /www-authenticate offers no Bearer/,
    },
    'a 404 that is no problem document': {
      answers: { 'GET /shop/-/nowhere': { status: 404, type: 'text/html', body: '<h1>Not found</h1>' } },
      step: '404 is a problem',
      says: /404 comes as text\/html, not as application\/problem\+json/,
    },
    'a 405 that does not say what is allowed': {
      answers: {
        'DELETE /shop/-/version': {
          status: 405,
          type: 'application/problem+json',
          body: { type: '/x', title: 'No', status: 405 },
        },
      },
      step: '405 is a problem, and names the verbs',
      says: /Allow lacks GET/,
    },
    'a condition that is not heard': {
      answers: {
        'GET /shop/items/first%20one': { status: 200, body: { itemId: 'first one' }, headers: { etag: '"7"' } },
      },
      step: 'getItem: 304 for its ETag',
      says: /^failed it answered 200, not 304/,
    },
    'a next page that is the same page': {
      answers: {
        'GET /shop/items': {
          status: 200,
          body: [{ itemId: 'first one' }],
          headers: { link: '<?cursor=x>; rel="next"' },
        },
      },
      step: 'listItems: the next page',
      says: /the next page is the first one again/,
    },
    'another service': {
      answers: { 'GET /shop/-/version': { status: 200, body: { service: 'till', version: '1', commit: 'x' } } },
      step: 'says its version',
      says: /the service till answered/,
    },
  }
  for (const [name, { answers, step, says }] of Object.entries(cases)) {
    test(name, async (context) => {
      const shop = await deployShop(context, answers)

      assert.match(saysOf(await smokeShop(context, shop.url), step), says)
    })
  }

  test('a list without items gives no id, which is no failure', async (context) => {
    const shop = await deployShop(context, { 'GET /shop/items': { status: 200, body: [] } })

    const steps = await smokeShop(context, shop.url)

    assert.match(saysOf(steps, 'getItem: GET /shop/items/{itemId}'), /^skipped listItems gives nothing whose itemId/)
    assert.equal(saysOf(steps, 'listItems: the next page'), 'skipped one page has everything')
  })

  test('a state that changes between two requests is no failure', async (context) => {
    let version = 0
    const shop = await deployShop(context, {
      'GET /shop/items/first%20one': () => ({
        status: 200,
        body: { itemId: 'first one' },
        headers: { etag: `"${++version}"` },
      }),
    })

    const steps = await smokeShop(context, shop.url)

    assert.equal(saysOf(steps, 'getItem: 304 for its ETag'), 'passed it changed meanwhile')
  })

  test('a service that is not there is one failure', async (context) => {
    const shop = await deployShop(context, { 'GET /shop/-/version': { status: 404 } })

    const steps = await smokeShop(context, shop.url)

    assert.match(saysOf(steps, 'says its version'), /^failed it is not there: --service/)
    assert.equal(saysOf(steps, 'its operations'), 'skipped the service is not there')
    assert.ok(!steps.has('listItems: GET /shop/items'))
  })
})

describe('a contract that differs', () => {
  const other = { status: 200, body: { openapi: '3.1.0', info: { title: 'Shop', version: '9' }, paths: {} } }

  test('is a warning that names what differs', async (context) => {
    const shop = await deployShop(context, { 'GET /shop/-/openapi.json': other })

    const said = saysOf(await smokeShop(context, shop.url), 'has the contract of this project')

    assert.match(said, /^warned its contract is another one: it has no listItems, addItem, getItem/)
  })

  test('is a failure where warnings are', async (context) => {
    const shop = await deployShop(context, { 'GET /shop/-/openapi.json': other })

    const said = saysOf(await smokeShop(context, shop.url, { strict: true }), 'has the contract of this project')

    assert.match(said, /^failed its contract is another one/)
  })
})
