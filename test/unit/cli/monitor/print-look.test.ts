import assert from 'node:assert/strict'
import { test } from 'node:test'
import { jsonOfLook, printLook, showLooks } from '../../../../lib/cli/monitor/print-look.ts'
import { limits, look } from '../../monitor/looks.ts'

const fine = { troubles: [], restarts: 0, verdict: undefined }

/** As written to something that is no terminal. */
const print = (...args: Parameters<typeof printLook>): string =>
  printLook(...args).replaceAll(new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g'), '')

test('a look is a line', () => {
  assert.equal(
    print(look(), fine, limits),
    '12:00:15  well  ready  1 of 1 healthy  1.4.0 5a52cfac  12 ms  5.0 req/s  0.0 % 5xx  p99 20 ms  lag 11 ms',
  )
  assert.equal(
    print(look({ ready: { status: 404 }, metrics: { missing: '404' } }), fine, limits),
    '12:00:15  well  1 of 1 healthy  1.4.0 5a52cfac  12 ms  no metrics (404)',
  )
})

test('what is wrong stands below it, with how often it was there', () => {
  const trouble = { name: 'NotReady' as const, subject: '', message: '/health/ready answers 503', inARow: 2 }

  assert.equal(
    print(look({ reached: false }), { ...fine, troubles: [trouble], restarts: 1 }, limits),
    '12:00:15  trouble  no answer  1 restarts\n          /health/ready answers 503 (2 of 3)',
  )
})

test('JSON has all of it', () => {
  const { time, well, metrics, troubles } = JSON.parse(jsonOfLook(look({ metrics: { missing: '404' } }), fine))

  assert.deepEqual(
    { time, well, metrics, troubles },
    { time: '2026-11-25T12:00:15.000Z', well: true, metrics: null, troubles: [] },
  )
})

/** What a stream is written. */
function stream(isTTY: boolean, columns?: number): { stream: NodeJS.WriteStream; text: () => string } {
  let text = ''
  const write = (chunk: string): boolean => {
    text += chunk
    return true
  }
  return { stream: { isTTY, columns, write } as unknown as NodeJS.WriteStream, text: () => text }
}

test('on a terminal a look that is well takes the place of the one before, and what is wrong stays', () => {
  const { stream: terminal, text } = stream(true, 8)
  const shown = showLooks(terminal)

  shown.look('12:00 well and long', true)
  shown.look('12:01 well', true)
  shown.look('12:02 trouble\n  of a kind', false)
  shown.look('12:03 well', true)
  shown.end()

  assert.equal(
    text().replaceAll(`\r${String.fromCharCode(27)}[K`, '<'),
    '12:00 w<12:01 w<12:02 trouble\n  of a kind\n12:03 w\n',
  )
})

test('a terminal that does not know how wide it is gets the whole line', () => {
  const { stream: terminal, text } = stream(true, 0)

  showLooks(terminal).look('12:00 well', true)

  assert.equal(text(), '12:00 well')
})

test('elsewhere each look is a line', () => {
  const { stream: file, text } = stream(false)
  const shown = showLooks(file)

  shown.look('one', true)
  shown.look('two', true)
  shown.end()

  assert.equal(text(), 'one\ntwo\n')
})
