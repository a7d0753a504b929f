import assert from 'node:assert/strict'
import { test } from 'node:test'
import { trace as spans } from '@opentelemetry/api'
import { TracerProvider } from '@opentelemetry/sdk-trace'
import { isFollowing } from '../../../../lib/observe/current-trace.ts'
import { startTraces, stopTraces } from '../../../../lib/observe/traces/traces.ts'

test('where another SDK is registered already, traces are left to it', async (context) => {
  const other = new TracerProvider({})
  spans.setGlobalTracerProvider(other)
  Object.assign(process.env, { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9', LOG_LEVEL: 'silent' })

  await startTraces('front')
  context.after(() => stopTraces(0))

  assert.equal(Reflect.get(spans.getTracerProvider(), '_delegate'), other)
  assert.equal(isFollowing(), false)
})
