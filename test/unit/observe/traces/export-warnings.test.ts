import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { runNode } from '../../../fakes/command.ts'

const root = join(import.meta.dirname, '..', '..', '..', '..')

test('lost spans are told once a minute with how many they were, and that it is over is told once', async (context) => {
  const source = `
import { createExportWarnings } from './lib/observe/traces/export-warnings.ts'
let now = 0
const warnings = createExportWarnings('http://user:word@collector:4318', () => now)
const refused = Object.assign(new AggregateError([new Error('connect ECONNREFUSED')]), { message: '' })
for (now of [0, 1_000, 59_000, 60_000, 61_000]) warnings.warn(refused, 10)
console.log(JSON.stringify({ failing: warnings.isFailing }))
warnings.clear()
warnings.clear()
console.log(JSON.stringify({ failing: warnings.isFailing }))
now = 62_000
warnings.warn(Object.assign(new Error('Unauthorized'), { code: 401, data: 'a long page' }), 1)
now += 31_000
console.log(JSON.stringify({ failing: warnings.isFailing }))
`
  const run = runNode(context, root, ['--input-type=module', '-e', source], { ENV: 'test' })
  assert.equal(await run.ended(), 0, run.output())
  const lines = run
    .output()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)

  assert.deepEqual(
    lines.map(({ level, msg, reason, lost, collector, failing }) => failing ?? [level, msg, reason, lost, collector]),
    [
      ['warn', 'Traces cannot be exported', 'connect ECONNREFUSED', 10, 'http://[redacted]@collector:4318'],
      ['warn', 'Traces cannot be exported', 'connect ECONNREFUSED', 30, 'http://[redacted]@collector:4318'],
      true,
      ['info', 'Traces are exported again', undefined, 10, 'http://[redacted]@collector:4318'],
      false,
      ['warn', 'Traces cannot be exported', 'Unauthorized (401)', 1, 'http://[redacted]@collector:4318'],
      false,
    ],
  )
})
