import assert from 'node:assert/strict'
import { test } from 'node:test'
import { childHeaders, readTrace, startTrace } from '../../../lib/observe/trace-context.ts'

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
const callersSpan = '00f067aa0ba902b7'
const traceparent = `00-${traceId}-${callersSpan}-01`

test("the caller's trace goes on, and this call has a span of its own in it", () => {
  const { spanId, ...trace } = readTrace({ traceparent, tracestate: 'vendor=1' })

  assert.deepEqual(trace, { traceId, parentId: callersSpan, sampled: true, state: 'vendor=1' })
  assert.match(spanId, /^[0-9a-f]{16}$/)
  assert.notEqual(spanId, callersSpan)
})

test('D07 B3 is read from one header and from several, in 64 bits and in 128', () => {
  const single = readTrace({ b3: `${traceId}-${callersSpan}-1-05e3ac9a4f6e3b90` })
  const bare = readTrace({ b3: `${traceId}-${callersSpan}` })
  const short = readTrace({ b3: `a3ce929d0e0e4736-${callersSpan}-0` })
  const multi = readTrace({ 'x-b3-traceid': traceId.toUpperCase(), 'x-b3-spanid': callersSpan, 'x-b3-sampled': '0' })
  const debug = readTrace({ 'x-b3-traceid': traceId, 'x-b3-spanid': callersSpan, 'x-b3-flags': '1' })

  for (const trace of [single, bare, multi, debug]) assert.equal(trace.traceId, traceId)
  for (const trace of [single, bare, short, multi, debug]) assert.equal(trace.parentId, callersSpan)
  assert.equal(short.traceId, '0000000000000000a3ce929d0e0e4736')
  assert.deepEqual(
    [single, bare, short, multi, debug].map(({ sampled }) => sampled),
    [true, true, false, false, true],
  )
})

test('W3C goes before B3', () => {
  const other = 'ffffffffffffffffffffffffffffffff'

  assert.equal(readTrace({ traceparent, b3: `${other}-${callersSpan}-1` }).traceId, traceId)
})

test('headers that break their format start a new trace', () => {
  const zeros = '0'.repeat(32)
  for (const headers of [
    {},
    { traceparent: '' },
    { traceparent: 'x' },
    { traceparent: `00-${zeros}-${callersSpan}-01` },
    { traceparent: `00-${traceId}-0000000000000000-01` },
    { traceparent: `ff-${traceId}-${callersSpan}-01` },
    { traceparent: `${traceparent}-more` },
    { b3: `${zeros}-${callersSpan}-1` },
    { b3: traceId },
    { b3: `${traceId}-${callersSpan.slice(1)}` },
    { 'x-b3-traceid': traceId },
  ]) {
    const trace = readTrace(headers)

    assert.match(trace.traceId, /^[0-9a-f]{32}$/)
    assert.notEqual(trace.traceId, traceId)
    assert.equal(trace.parentId, undefined)
    assert.equal(trace.sampled, true)
  }
})

test('a later version of traceparent may have more fields', () => {
  assert.equal(readTrace({ traceparent: `01-${traceId}-${callersSpan}-01-more` }).traceId, traceId)
})

test('what is not to be recorded stays so, with a trace or without one', () => {
  const kept = readTrace({ traceparent: `00-${traceId}-${callersSpan}-00` })

  assert.equal(kept.sampled, false)
  assert.match(childHeaders(kept).traceparent ?? '', /-00$/)
  assert.match(childHeaders(kept).b3 ?? '', /-0$/)
  assert.equal(readTrace({ b3: '0' }).sampled, false)
  assert.equal(readTrace({ 'x-b3-sampled': '0' }).sampled, false)
})

test('a tracestate is passed on beside its traceparent only, and only if it is one', () => {
  assert.equal(readTrace({ tracestate: 'a=1' }).state, undefined)
  assert.equal(readTrace({ traceparent, tracestate: 'a\n=1' }).state, undefined)
  assert.equal(readTrace({ traceparent, tracestate: 'a'.repeat(513) }).state, undefined)
  assert.equal(childHeaders(readTrace({ traceparent, tracestate: 'a=1' })).tracestate, 'a=1')
})

test('D07 both forms of the headers say the same child, and each call is another', () => {
  const trace = startTrace()

  const [first, second] = [childHeaders(trace), childHeaders(trace)]

  const [, sentTrace, sentSpan] = first.traceparent?.split('-') ?? []
  assert.equal(first.b3, `${sentTrace}-${sentSpan}-1`)
  assert.equal(sentTrace, trace.traceId)
  assert.notEqual(sentSpan, trace.spanId)
  assert.notEqual(first.traceparent, second.traceparent)
})
