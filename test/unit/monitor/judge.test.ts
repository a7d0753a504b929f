import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { findTroubles } from '../../../lib/monitor/find-troubles.ts'
import { createJudge } from '../../../lib/monitor/judge.ts'
import { limits, look, quiet } from './looks.ts'

const service = { service: 'shop', rate: 5, errors: 0, p99Seconds: 0.02 }
const failing = look({ metrics: { ...quiet, services: [{ ...service, errors: 0.125 }] } })
const well = look()

const messages = (
  ...[change, isExpected]: [Parameters<typeof look>[0], Parameters<typeof findTroubles>[2]?]
): string[] => findTroubles(look(change), limits, isExpected).map(({ message }) => message)

test('each thing that is wrong is said in a sentence', () => {
  const ill = { service: 'orders', health: { status: 503 }, example: { status: 500 }, release: undefined }

  assert.deepEqual(messages({}), [])
  assert.deepEqual(messages({ ready: { status: 503 } }), ['/health/ready answers 503'])
  assert.deepEqual(messages({ ready: { error: 'no answer within 5000 ms' } }), [
    '/health/ready gets no answer: no answer within 5000 ms',
  ])
  assert.deepEqual(messages({ services: [ill] }), [
    '/orders/-/health answers 503',
    "an example of orders's contract answers 500",
  ])
  assert.deepEqual(messages({ reached: false, ready: { error: 'connect ECONNREFUSED' }, services: [ill] }), [
    'nothing answers: connect ECONNREFUSED',
  ])
  assert.deepEqual(
    messages({
      metrics: {
        ...quiet,
        ...{ services: [{ ...service, errors: 0.125, p99Seconds: 1.5 }], lagSeconds: 0.3 },
        ...{ failingStores: ['orders'], openBreakers: ['catalog'], silentWorkers: 1 },
      },
    }),
    [
      'shop answers 12.5 % of its requests with a 5xx',
      'one in a hundred answers of shop takes more than 1500 ms',
      'the store of orders cannot be reached or written',
      'catalog is not called any more, since it failed',
      'the event loop is 300 ms late',
      '1 workers do not tell their metrics',
    ],
  )
})

test('functions have no probe, and an answer that says no is no failure of a service', () => {
  const refusing = { service: 'shop', health: { status: 200 }, example: { status: 404 }, release: undefined }

  assert.deepEqual(messages({ ready: { status: 404 }, services: [refusing], metrics: { missing: '404' } }), [])
})

test('a few requests say nothing of a service', () => {
  const seldom = { ...service, rate: 0.05, errors: 1, p99Seconds: 9 }

  assert.deepEqual(messages({ metrics: { ...quiet, services: [seldom] } }), [])
})

test('a trouble counts once it was there several times in a row', () => {
  const judge = createJudge(limits)
  const verdicts = [failing, failing, well, failing, failing, failing].map((one) => judge.look(one).verdict?.reason)

  assert.deepEqual(verdicts.slice(0, 5), [undefined, undefined, undefined, undefined, undefined])
  assert.equal(verdicts[5], 'shop answers 12.5 % of its requests with a 5xx (3 times in a row)')
})

test('different troubles in turn are no trouble in a row', () => {
  const judge = createJudge(limits)
  const unready = look({ ready: { status: 503 } })

  const verdicts = [failing, unready, failing, unready, well].map((one) => judge.look(one).verdict)

  assert.deepEqual(verdicts, [undefined, undefined, undefined, undefined, undefined])
  assert.equal(judge.end(), undefined)
})

test('what is wrong at the very end is not well, however short it was watched', () => {
  const judge = createJudge(limits)

  assert.equal(judge.look(look({ ready: { status: 503 } })).verdict, undefined)
  assert.equal(judge.end()?.reason, '/health/ready answers 503, at the end')
})

test('where a release is expected, a service that tells none is a trouble, but no proof of an old one', () => {
  const untold = look({
    services: [{ service: 'shop', health: { status: 200 }, example: undefined, release: undefined }],
  })
  const judge = createJudge(limits, () => true)

  assert.deepEqual(findTroubles(untold, limits), [])
  assert.equal(judge.look(untold).troubles[0]?.message, 'no release is told by shop')
  judge.look(well)
  assert.equal(judge.end(), undefined)
})

test('a trouble in every other look, as where one of two instances is gone, is not well either', () => {
  const judge = createJudge(limits)
  const verdicts = Array.from({ length: 12 }, (_, at) => judge.look(at % 2 === 0 ? failing : well).verdict?.reason)

  assert.deepEqual(verdicts.slice(0, 10), Array(10).fill(undefined))
  assert.equal(verdicts[10], 'shop answers 12.5 % of its requests with a 5xx (6 of the last 11 times)')
})

test('restarts are counted over the whole time, those of workers included', () => {
  const judge = createJudge(limits)
  const instance = look({ startedAnew: true })
  const worker = look({ metrics: { ...quiet, restarts: 1 } })

  assert.deepEqual(
    [instance, well, worker].map((one) => judge.look(one).verdict),
    [undefined, undefined, undefined],
  )
  assert.equal(judge.look(instance).verdict?.reason, 'processes were started anew 3 times')
})

test('an old release that still answers now and then at the end is not well', () => {
  const isExpected = ({ version }: { version: string }): boolean => version === '1.4.0'
  const old = { version: '1.3.0', commit: '0000000000' }
  const behind = look({ services: [{ service: 'shop', health: { status: 200 }, example: undefined, release: old }] })
  const atTheEnd = createJudge(limits, isExpected)
  const atTheBeginning = createJudge(limits, isExpected)

  for (const one of [well, well, well, behind, well]) assert.equal(atTheEnd.look(one).verdict, undefined)
  for (const one of [behind, well, well, well]) assert.equal(atTheBeginning.look(one).verdict, undefined)

  assert.equal(atTheEnd.end()?.reason, '1.3.0 (00000000) is still out: all services')
  assert.equal(atTheBeginning.end(), undefined)
})

test('whether anything has ever answered decides what it is called', () => {
  const down = look({ reached: false, ready: { error: 'connect ECONNREFUSED' } })
  const never = createJudge({ ...limits, inARow: 1 })
  const lost = createJudge({ ...limits, inARow: 1 })
  lost.look(well)

  assert.equal(never.look(down).verdict?.unreachable, true)
  assert.equal(lost.look(down).verdict?.unreachable, false)
})

test('the limits are those of the alerts', () => {
  const rules = readFileSync(join(import.meta.dirname, '../../../docs/operation/prometheus-rules.yml'), 'utf8')
  const limitOf = (pattern: RegExp): number => Number(pattern.exec(rules)?.[1])

  assert.equal(limitOf(/requests_errors:ratio_rate5m\{service!="kit"\} > (\S+)/), limits.errors)
  assert.equal(limitOf(/duration_seconds:p99_rate5m\{service!~"kit\|docs"\} > (\S+)/), limits.p99Seconds)
  assert.equal(limitOf(/requests:rate5m > (0\.\d+)/), limits.traffic)
  assert.equal(limitOf(/nodejs_eventloop_lag_p99_seconds\) > (\S+)/), limits.lagSeconds)
  assert.equal(limitOf(/worker_restarts_total\[15m\]\) > (\S+)/), limits.restarts)
})
