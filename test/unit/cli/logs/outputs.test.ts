import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countOperations } from '../../../../lib/cli/logs/count-operations.ts'
import { drawTrace } from '../../../../lib/cli/logs/draw-trace.ts'
import { formatEntry, type Paint } from '../../../../lib/cli/logs/format-entry.ts'
import { createLogFilter, type LogWishes } from '../../../../lib/cli/logs/log-filter.ts'
import type { LogOutput } from '../../../../lib/cli/logs/log-output.ts'
import { printLines } from '../../../../lib/cli/logs/print-lines.ts'
import { parseSince, parseStatus } from '../../../../lib/cli/logs/wish-options.ts'
import { parseDuration } from '../../../../lib/cli/option-values.ts'

const plain: Paint = (_format, text) => text

const entryOf = (fields: object): string =>
  JSON.stringify({ level: 'info', time: '2026-11-20T12:00:00.000Z', service: 'orders', ...fields })

const run = (output: LogOutput, lines: readonly string[]): string =>
  lines.map((line) => output.take(line)).join('') + output.end()

const printed = (wishes: LogWishes, lines: readonly string[]): string[] =>
  run(
    printLines(createLogFilter(wishes), ({ entry }) => String(entry.msg)),
    lines,
  )
    .split('\n')
    .slice(0, -1)

test('each wish lets through what meets it, and several only what meets all', () => {
  const lines = [
    entryOf({ msg: 'a', operation: 'createOrder', status: 201, durationMs: 40, traceId: 't1', requestId: 'r1' }),
    entryOf({ msg: 'b', operation: 'getOrder', status: 404, durationMs: 2, traceId: 't2', requestId: 'r2' }),
    entryOf({ msg: 'c', level: 'error', service: 'catalog', status: 503, durationMs: 300, traceId: 't1' }),
    entryOf({ msg: 'd', level: 'warn', time: '2026-11-20T11:00:00.000Z' }),
    'a line of something else',
  ]
  const wishes: [wishes: LogWishes, shown: string[]][] = [
    [{}, ['a', 'b', 'c', 'd', 'a line of something else']],
    [{ level: 3 }, ['c', 'd']],
    [{ service: ['catalog', 'auth'] }, ['c']],
    [{ operation: ['getOrder'] }, ['b']],
    [{ status: parseStatus('404,5xx') }, ['b', 'c']],
    [{ trace: 't1' }, ['a', 'c']],
    [{ request: 'r2' }, ['b']],
    [{ since: parseSince('2026-11-20T11:30:00Z') }, ['a', 'b', 'c']],
    [{ slowerThan: parseDuration('39ms') }, ['a', 'c']],
    [{ trace: 't1', level: 3 }, ['c']],
  ]

  for (const [wish, shown] of wishes) assert.deepEqual(printed(wish, lines), shown, JSON.stringify(wish))
})

test('times are written with their unit, and anything else is refused', () => {
  assert.deepEqual(
    ['250', '250ms', '1.5s', '10m', '2h', '1d'].map(parseDuration),
    [250, 250, 1_500, 600_000, 7_200_000, 86_400_000],
  )
  assert.ok(Math.abs(parseSince('10m') - (Date.now() - 600_000)) < 1_000)
  for (const wrong of ['', 'soon', '10 m', '-1s']) {
    assert.throws(() => parseDuration(wrong), wrong)
    assert.throws(() => parseSince(wrong), wrong)
  }
  assert.throws(() => parseStatus('6xx'))
})

test('an entry for people is one line, with the stack of its error below it, and cannot move the cursor', () => {
  assert.equal(
    formatEntry(
      JSON.parse(entryOf({ operation: 'getOrder', msg: 'looked up', orderId: 'o1', durationMs: 12.34 })),
      plain,
    ),
    '12:00:00.000 INFO  orders.getOrder looked up 12.3 ms orderId=o1',
  )
  assert.equal(
    formatEntry(
      JSON.parse(entryOf({ level: 'error', msg: 'a\u001b[2Jb', err: { stack: 'Error: a\n    at b' } })),
      plain,
    ),
    '12:00:00.000 ERROR orders a·[2Jb\n    Error: a\n        at b',
  )
})

test('operations are counted with their errors and percentiles; calls to others are not requests', () => {
  const lines = Array.from({ length: 100 }, (_, at) =>
    entryOf({ operation: 'getOrder', status: at < 90 ? 200 : at < 97 ? 404 : 500, durationMs: at + 1 }),
  )
  lines.push(entryOf({ operation: 'createOrder', status: 201, durationMs: 5 }))
  lines.push(entryOf({ operation: 'createOrder', upstream: 'catalog', status: 201, durationMs: 5 }), 'something else')

  const rows = run(countOperations(createLogFilter({})), lines)
    .split('\n')
    .map((line) => line.split(/\s{2,}/))

  assert.deepEqual(rows[1]?.slice(0, 5), ['orders', 'getOrder', '100', '7', '3'])
  for (const [column, expected] of [
    [5, 50],
    [6, 95],
    [7, 99],
    [8, 100],
  ] as const) {
    assert.ok(Math.abs(Number.parseFloat(rows[1]?.[column] ?? '') / expected - 1) < 0.04, `${rows[1]?.[column]}`)
  }
  assert.deepEqual(rows[2]?.slice(0, 5), ['orders', 'createOrder', '1', '0', '0'])
  assert.match(rows[1]?.[9] ?? '', /^[▁▂▃▄▅▆▇█]+$/)
})

test('a log without an access line is said to have none', () => {
  assert.equal(run(countOperations(createLogFilter({})), ['x']), 'No access line in this log.\n')
})

const traced = [
  entryOf({
    service: 'catalog',
    msg: 'POST /reserve 201',
    traceId: 't',
    spanId: 'c',
    parentId: 'b',
    status: 201,
    durationMs: 20,
    time: '2026-11-20T12:00:00.040Z',
  }),
  entryOf({
    msg: 'call reserve 201',
    upstream: 'catalog',
    traceId: 't',
    spanId: 'b',
    parentId: 'a',
    status: 201,
    durationMs: 24,
    time: '2026-11-20T12:00:00.042Z',
  }),
  entryOf({ msg: 'late', level: 'warn', traceId: 't', spanId: 'a', time: '2026-11-20T12:00:00.043Z' }),
  entryOf({ msg: 'of another', traceId: 'u', spanId: 'z', status: 200, durationMs: 1 }),
  entryOf({
    msg: 'POST /orders 201',
    traceId: 't',
    spanId: 'a',
    status: 201,
    durationMs: 48,
    time: '2026-11-20T12:00:00.048Z',
  }),
]

test('a trace is drawn as the tree of its requests and calls, each where it stands in time', () => {
  const drawn = run(drawTrace(createLogFilter({ trace: 't' }), 't', plain), traced)

  const bar = (from: number, cells: number): string => ' '.repeat(from) + '█'.repeat(cells)
  assert.deepEqual(drawn.split('\n'), [
    'trace t: 4 lines',
    `orders POST /orders 201            48.0 ms  ${bar(0, 24)}`,
    '│  ! warn: late',
    `└─ → catalog call reserve 201      24.0 ms  ${bar(9, 12)}`,
    `   └─ catalog POST /reserve 201    20.0 ms  ${bar(10, 10)}`,
    '',
  ])
})

test('spans that claim to be each other’s parents, or their own, are drawn all the same', () => {
  const circle = [
    entryOf({ msg: 'one', traceId: 't', spanId: 'a', parentId: 'b', status: 200, durationMs: 1 }),
    entryOf({ msg: 'two', traceId: 't', spanId: 'b', parentId: 'a', status: 200, durationMs: 1 }),
    entryOf({ msg: 'three', traceId: 't', spanId: 'c', parentId: 'c', status: 200, durationMs: 1 }),
  ]

  const drawn = run(drawTrace(createLogFilter({ trace: 't' }), 't', plain), circle)

  for (const title of ['one', 'two', 'three']) assert.ok(drawn.includes(`orders ${title}`), drawn)
})

test('a trace that is not there is said not to be', () => {
  assert.equal(
    run(drawTrace(createLogFilter({ trace: 'x' }), 'x', plain), traced),
    'No line of the trace x in this log.\n',
  )
})

test('what a line has for CloudWatch to make metrics of is not shown to people', () => {
  const metrics = { _aws: { Timestamp: 1, CloudWatchMetrics: [] }, count: 1, errors: 0, faults: 0, coldStart: 1 }
  const entry = { level: 'info', time: '2026-11-20T12:00:00.000Z', service: 'orders', msg: 'GET /orders 200' }

  assert.equal(
    formatEntry({ ...entry, shelf: 3, ...metrics }, plain),
    '12:00:00.000 INFO  orders GET /orders 200 shelf=3',
  )
  assert.match(formatEntry({ ...entry, count: 7 }, plain), /count=7/)
})
