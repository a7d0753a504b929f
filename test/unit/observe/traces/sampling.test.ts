import assert from 'node:assert/strict'
import { test } from 'node:test'
import { childHeaders, decideSampling, readTrace, startTrace } from '../../../../lib/observe/trace-context.ts'
import { createSampler, toRule } from '../../../../lib/observe/traces/sampling.ts'
import { readTraceSettings } from '../../../../lib/observe/traces/trace-settings.ts'

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
const callers = (flags: string) => ({ traceparent: `00-${traceId}-00f067aa0ba902b7-${flags}` })

/** Lets a sampler decide until the test ends. */
function sampleBy(context: { after: (end: () => void) => void }, name: string, share = '1'): void {
  const settings = readTraceSettings({
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318',
    OTEL_TRACES_SAMPLER: name,
    OTEL_TRACES_SAMPLER_ARG: share,
  })
  assert.ok(settings)
  decideSampling(toRule(createSampler(settings), name.startsWith('parentbased_')))
  context.after(() => decideSampling(undefined))
}

const decisions: [sampler: string, share: string, own: boolean, yes: boolean, no: boolean][] = [
  ['always_on', '1', true, true, true],
  ['always_off', '1', false, false, false],
  ['traceidratio', '0', false, false, false],
  ['traceidratio', '1', true, true, true],
  ['parentbased_always_on', '1', true, true, false],
  ['parentbased_always_off', '1', false, true, false],
  ['parentbased_traceidratio', '0', false, true, false],
  ['parentbased_traceidratio', '1', true, true, false],
]

for (const [sampler, share, own, yes, no] of decisions) {
  test(`${sampler} with ${share} decides on its own, and where its caller has said yes or no`, (context) => {
    sampleBy(context, sampler, share)

    assert.deepEqual(
      [startTrace(), readTrace(callers('01')), readTrace(callers('00'))].map(({ sampled }) => sampled),
      [own, yes, no],
    )
  })
}

test('what was decided is passed on, and the ids stay what they were', (context) => {
  sampleBy(context, 'always_off')

  const trace = readTrace(callers('01'))

  assert.equal(trace.traceId, traceId)
  assert.equal(trace.parentId, '00f067aa0ba902b7')
  assert.match(childHeaders(trace).traceparent ?? '', /-00$/)
  assert.match(childHeaders(trace).b3 ?? '', /-0$/)
})

test('a share is taken by the id of the trace, so that every service takes the same', (context) => {
  sampleBy(context, 'traceidratio', '0.25')
  const traces = Array.from({ length: 4_000 }, startTrace)

  const taken = traces.filter(({ sampled }) => sampled)

  assert.ok(taken.length > 800 && taken.length < 1_200, `${taken.length} of 4000`)
  for (const trace of traces.slice(0, 100)) {
    const headers = { traceparent: `00-${trace.traceId}-00f067aa0ba902b7-01` }
    assert.equal(readTrace(headers).sampled, trace.sampled)
  }
})

test('B3 may refuse a trace without naming one; only a sampler that heeds callers heeds that', (context) => {
  sampleBy(context, 'parentbased_always_on')
  assert.equal(readTrace({ b3: '0' }).sampled, false)

  sampleBy(context, 'always_on')
  assert.equal(readTrace({ b3: '0' }).sampled, true)
})
