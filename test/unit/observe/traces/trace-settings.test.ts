import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConfigError } from '../../../../lib/config/config-error.ts'
import { listInventory } from '../../../../lib/config/inventory.ts'
import { readPairs } from '../../../../lib/observe/traces/pairs.ts'
import { readTraceSettings } from '../../../../lib/observe/traces/trace-settings.ts'

const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318' }

function faultsOf(env: Record<string, string>): string[] {
  try {
    readTraceSettings({ ...endpoint, ...env })
    return []
  } catch (error) {
    assert.ok(error instanceof ConfigError, String(error))
    assert.equal(error.exitCode, 78)
    return error.message.split('\n')
  }
}

test('traces are on where there is an endpoint to export to, and nobody has switched them off', () => {
  const isOn = (env: Record<string, string>): boolean => readTraceSettings(env) !== undefined

  assert.equal(isOn({}), false)
  assert.equal(isOn({ OTEL_EXPORTER_OTLP_ENDPOINT: '' }), false)
  assert.equal(isOn(endpoint), true)
  assert.equal(isOn({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://localhost:4318/v1/traces' }), true)
  assert.equal(isOn({ ...endpoint, OTEL_SDK_DISABLED: 'true' }), false)
  assert.equal(isOn({ ...endpoint, OTEL_SDK_DISABLED: 'false' }), true)
  assert.equal(isOn({ ...endpoint, OTEL_TRACES_EXPORTER: 'none' }), false)
})

test('the defaults are those of the specification; at a desk spans are exported sooner', () => {
  const settings = readTraceSettings({ ...endpoint, ENV: 'production' })

  assert.equal(settings?.OTEL_TRACES_SAMPLER, 'parentbased_always_on')
  assert.equal(settings.OTEL_EXPORTER_OTLP_PROTOCOL, 'http/protobuf')
  assert.equal(settings.OTEL_BSP_SCHEDULE_DELAY, 5_000)
  assert.equal(settings.OTEL_BSP_MAX_QUEUE_SIZE, 2_048)
  assert.equal(readTraceSettings({ ...endpoint, ENV: 'dev' })?.OTEL_BSP_SCHEDULE_DELAY, 500)
})

test('every variable that is wrong is named, and what may be a secret is not told', () => {
  const faults = faultsOf({
    OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost:4318',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
    OTEL_EXPORTER_OTLP_HEADERS: 'the secret alone',
    OTEL_TRACES_SAMPLER: 'jaeger_remote',
    OTEL_TRACES_SAMPLER_ARG: '1.5',
    OTEL_RESOURCE_ATTRIBUTES: 'team',
    OTEL_TRACES_EXPORTER: 'zipkin',
    OTEL_PROPAGATORS: 'tracecontext,xray',
    OTEL_BSP_MAX_QUEUE_SIZE: '0',
  })

  assert.deepEqual(
    faults.map((fault) => fault.split(':')[0]),
    [
      'OTEL_BSP_MAX_QUEUE_SIZE',
      'OTEL_EXPORTER_OTLP_ENDPOINT',
      'OTEL_EXPORTER_OTLP_HEADERS',
      'OTEL_EXPORTER_OTLP_PROTOCOL',
      'OTEL_PROPAGATORS',
      'OTEL_RESOURCE_ATTRIBUTES',
      'OTEL_TRACES_EXPORTER',
      'OTEL_TRACES_SAMPLER',
      'OTEL_TRACES_SAMPLER_ARG',
    ],
  )
  assert.match(
    faults.join('\n'),
    /OTLP_PROTOCOL: must be http\/protobuf or http\/json.*grpc is not supported.*is "grpc"/,
  )
  assert.doesNotMatch(faults.join('\n'), /the secret alone/)
})

test('a batch that is larger than the queue is refused', () => {
  assert.deepEqual(faultsOf({ OTEL_BSP_MAX_QUEUE_SIZE: '100' }), [
    'OTEL_BSP_MAX_EXPORT_BATCH_SIZE: must be at most OTEL_BSP_MAX_QUEUE_SIZE, which is 100, is 512',
  ])
})

test('propagators are those that the kit has; a switch to turn them off is none of them', () => {
  for (const given of ['tracecontext', 'b3', 'tracecontext,b3', 'tracecontext, baggage'])
    assert.deepEqual(faultsOf({ OTEL_PROPAGATORS: given }), [], given)
  for (const given of ['none', 'b3multi', 'jaeger', 'baggage'])
    assert.match(faultsOf({ OTEL_PROPAGATORS: given }).join(), /always reads and writes both/, given)
})

test('where traces are off the other variables are not looked at, and are listed all the same', () => {
  assert.equal(readTraceSettings({ OTEL_TRACES_SAMPLER: 'xray', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }), undefined)

  const rows = listInventory({}, undefined).filter(({ variable }) => variable.startsWith('OTEL_'))

  assert.equal(rows.length, 21)
  assert.ok(rows.every(({ neededBy, description }) => neededBy.join() === 'traces' && description))
  assert.deepEqual(
    rows.filter(({ secret }) => secret).map(({ variable }) => variable),
    ['OTEL_EXPORTER_OTLP_HEADERS', 'OTEL_EXPORTER_OTLP_TRACES_HEADERS'],
  )
})

test('pairs are read as W3C Baggage writes them', () => {
  assert.deepEqual(readPairs('api-key=a%20b, team = shop ,empty=,deep=a=b'), {
    'api-key': 'a b',
    team: 'shop',
    empty: '',
    deep: 'a=b',
  })
  for (const text of ['', 'name', '=value', 'a=%zz', 'a=1,b']) assert.equal(readPairs(text), undefined, text)
})
