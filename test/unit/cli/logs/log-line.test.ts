import assert from 'node:assert/strict'
import { test } from 'node:test'
import { levelOf, readLogLine } from '../../../../lib/cli/logs/log-line.ts'

const event = '{"level":"info","time":"2026-11-20T12:00:00.000Z","msg":"a { in it"}'

test('an event is read by itself and behind what platforms put before it', () => {
  const prefixes = [
    '',
    '   2026-11-20T12:00:00.00+0000 [APP/PROC/WEB/0] OUT ',
    '2026-11-20T12:00:00.000000+00:00 2026/11/20/[$LATEST]0f3b ',
    'shop-1  | ',
    'app[web.1]: ',
  ]

  for (const prefix of prefixes) {
    const read = readLogLine(`${prefix}${event}`)
    assert.equal(read?.entry.msg, 'a { in it', prefix)
    assert.equal(read?.json, event)
  }
  assert.equal(readLogLine(`${event}\r`)?.json, event)
})

test('an event is read out of an event of CloudWatch', () => {
  const wrapped = JSON.stringify({ timestamp: 1_795_176_000_000, message: `${event}\n` })

  assert.deepEqual(readLogLine(wrapped), { entry: JSON.parse(event), json: event })
})

test('an event is read out of what aws prints over several lines', () => {
  const printed = JSON.stringify({ events: [{ timestamp: 1, message: `${event}\n`, ingestionTime: 2 }] }, null, 4)
  const read = printed.split('\n').map((line) => readLogLine(line)?.entry.msg)

  assert.deepEqual(
    read.filter((msg) => msg !== undefined),
    ['a { in it'],
  )
})

test('everything else is no event', () => {
  const others = ['', 'Server listening', '{', '{"a":1}', '[1]', 'null', `${'x'.repeat(400)}${event}`]
  others.push('{"time":"2026-11-20T12:00:00Z","type":"platform.start"}', '{"timestamp":1,"message":"START RequestId"}')

  for (const line of others) assert.equal(readLogLine(line), undefined, line)
})

test("levels are ordered, whether by name or by pino's number", () => {
  const places = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'].map((level) => levelOf({ level }))

  assert.deepEqual(places, [0, 1, 2, 3, 4, 5])
  assert.deepEqual(
    [10, 20, 30, 40, 50, 60].map((level) => levelOf({ level })),
    places,
  )
  assert.equal(levelOf({ level: 'loud' }), 2)
})
