import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkContract } from '../../../lib/contract/check.ts'
import { loadContract } from '../../../lib/contract/load.ts'
import { readRateLimit } from '../../../lib/contract/rate-limit.ts'
import { contract, createProject, handler } from '../../fakes/project.ts'

test('a rate limit is so many requests per second, minute or hour, a burst, and whose they are', () => {
  assert.deepEqual(readRateLimit({ rate: '200/s', burst: 100, per: 'client' }), {
    rate: 200,
    seconds: 1,
    burst: 100,
    per: 'client',
  })
  assert.deepEqual(readRateLimit({ rate: '30/min', per: 'caller' }), { rate: 30, seconds: 60, burst: 0, per: 'caller' })
  assert.deepEqual(readRateLimit({ rate: '1000/h', per: 'operation' }), {
    rate: 1000,
    seconds: 3600,
    burst: 0,
    per: 'operation',
  })
})

test('without burst there is none, and requests are counted per client', () => {
  assert.deepEqual(readRateLimit({ rate: '5/s' }), { rate: 5, seconds: 1, burst: 0, per: 'client' })
})

test('an operation without the extension has no limit', () => {
  assert.equal(readRateLimit(undefined), undefined)
})

test('what is wrong with a rate limit is said in a sentence', () => {
  const wrong: [written: unknown, message: RegExp][] = [
    ['200/s', /is an object/],
    [null, /is an object/],
    [[], /is an object/],
    [{ rate: '200/s', bursts: 1 }, /has no bursts; it knows rate, burst and per/],
    [{}, /The rate/],
    [{ rate: 200 }, /The rate/],
    [{ rate: '0/s' }, /The rate/],
    [{ rate: '-1/s' }, /The rate/],
    [{ rate: '1.5/s' }, /The rate/],
    [{ rate: '200/day' }, /The rate/],
    [{ rate: '200/s', burst: -1 }, /The burst/],
    [{ rate: '200/s', burst: 1.5 }, /The burst/],
    [{ rate: '200/s', burst: '100' }, /The burst/],
    [{ rate: '200/s', per: 'ip' }, /counts per client, caller or operation/],
  ]

  for (const [written, message] of wrong) assert.match(String(readRateLimit(written)), message)
})

test('a contract that limits callers of an operation without a token, or writes no limit, does not pass its check', async (context) => {
  const answers = 'responses: { "200": { description: ok, content: { application/json: { schema: {} } } } }'
  const project = createProject(context, {
    'functions/shop/openapi.yaml': contract(`
/shop/items: { get: { operationId: listItems, x-rate-limit: { rate: 5/s, per: caller }, ${answers} } }
/shop/bills: { get: { operationId: listBills, x-rate-limit: { rate: often }, ${answers} } }
`),
    'functions/shop/list-items.ts': handler('listItems', '{}'),
    'functions/shop/list-bills.ts': handler('listBills', '{}'),
  })
  const { document } = await loadContract(`${project.functions}/shop/openapi.yaml`)
  assert.ok(document)

  const faults = checkContract(project, 'shop', document)

  assert.deepEqual(
    faults.map(({ operation, message }) => ({ operation, message })),
    [
      { operation: 'listItems', message: 'listItems asks for no token, so it has no caller to count.' },
      { operation: 'listBills', message: 'The rate of x-rate-limit is written like 200/s, 100/min or 1000/h.' },
    ],
  )
})
