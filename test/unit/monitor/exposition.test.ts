import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readSamples } from '../../../lib/monitor/exposition.ts'

test('samples are read with their labels, whatever stands in those; comments are not', () => {
  const text = [
    '# HELP up Whether it is.',
    '# TYPE up gauge',
    'up 1',
    String.raw`paths{path="/a b",text="a \"quoted\" \\ line\n, x}"} 2.5e-3 1764072000000`,
    'bucket{le="+Inf"} +Inf',
    'nothing{ 1',
    '',
  ].join('\n')

  assert.deepEqual(readSamples(text), [
    { name: 'up', labels: {}, value: 1 },
    { name: 'paths', labels: { path: '/a b', text: 'a "quoted" \\ line\n, x}' }, value: 0.0025 },
    { name: 'bucket', labels: { le: '+Inf' }, value: Number.POSITIVE_INFINITY },
  ])
})
