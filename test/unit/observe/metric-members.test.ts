import assert from 'node:assert/strict'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { runNode } from '../../fakes/command.ts'

const root = join(import.meta.dirname, '..', '..', '..')

interface Line {
  [member: string]: unknown
  _aws?: Metadata
}

interface Metadata {
  Timestamp: number
  CloudWatchMetrics: { Namespace: string; Dimensions: string[][]; Metrics: { Name: string; Unit?: string }[] }[]
}

/** Calls a function as Lambda does, in a process of its own. @returns the lines of its log, as JSON where they are */
async function linesOf(context: TestContext, names: string[], env: Record<string, string>): Promise<Line[]> {
  const source = `
import { toLambda } from './lib/hosts/lambda.ts'
import { endpoint, problem } from './lib/index.ts'
import { greet } from '#contracts/hello'
import { eventOf } from './test/fakes/event.ts'
const handler = toLambda(endpoint(greet, ({ path }) => {
  if (path.name === 'Nobody') throw problem('not-found')
  if (path.name === 'Trouble') throw new Error('in trouble')
  return { message: path.name }
}), '/hello/{name}', '1.2.3')
for (const name of ${JSON.stringify(names)}) await handler(eventOf({ path: '/hello/' + name, params: { name } }), {})
`
  const run = runNode(context, root, ['--input-type=module', '-e', source], { ENV: 'test', ...env })
  assert.equal(await run.ended(), 0, run.output())
  return run
    .output()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line)
}

const text = { type: 'string', minLength: 1, maxLength: 255 }

/**
 * The schema that the specification of the embedded metric format gives, "Embedded metric format example and JSON schema",
 * with the limits that its text adds.
 */
const isEmbeddedMetricFormat = new Ajv2020().compile({
  type: 'object',
  required: ['_aws'],
  properties: {
    _aws: {
      type: 'object',
      required: ['Timestamp', 'CloudWatchMetrics'],
      properties: {
        Timestamp: { type: 'integer' },
        CloudWatchMetrics: {
          type: 'array',
          items: {
            type: 'object',
            required: ['Namespace', 'Dimensions', 'Metrics'],
            additionalProperties: false,
            properties: {
              Namespace: text,
              Dimensions: { type: 'array', minItems: 1, items: { type: 'array', maxItems: 9, items: text } },
              Metrics: {
                type: 'array',
                maxItems: 100,
                items: {
                  type: 'object',
                  required: ['Name'],
                  additionalProperties: false,
                  properties: { Name: text, Unit: { enum: ['Milliseconds', 'Count'] } },
                },
              },
            },
          },
        },
      },
    },
  },
})

/** What no schema can say: what is named has to be a member of the line, a text for a dimension, a number for a metric. */
function checkTargets(line: Line): void {
  for (const { Dimensions, Metrics } of line._aws?.CloudWatchMetrics ?? []) {
    for (const name of Dimensions.flat()) assert.equal(typeof line[name], 'string', name)
    for (const { Name } of Metrics) assert.equal(typeof line[Name], 'number', Name)
  }
}

test('each answer of a function is a line that CloudWatch makes metrics of: the access line, and no other', async (context) => {
  const lines = await linesOf(context, ['Ada', 'Nobody', 'Trouble'], { METRICS: 'on' })

  const withMetrics = lines.filter(({ _aws }) => _aws !== undefined)
  for (const line of withMetrics) {
    assert.ok(isEmbeddedMetricFormat(line), JSON.stringify(isEmbeddedMetricFormat.errors))
    checkTargets(line)
    assert.ok(Math.abs((line._aws?.Timestamp ?? 0) - Date.now()) < 60_000)
  }
  assert.deepEqual(
    withMetrics.map(({ service, operation, status, count, errors, faults, coldStart, msg }) => [
      `${service} ${operation} ${status}`,
      { count, errors, faults, coldStart },
      msg,
    ]),
    [
      ['hello greet 200', { count: 1, errors: 0, faults: 0, coldStart: 1 }, 'GET /hello/{name} 200'],
      ['hello greet 404', { count: 1, errors: 1, faults: 0, coldStart: 0 }, 'GET /hello/{name} 404'],
      ['hello greet 500', { count: 1, errors: 0, faults: 1, coldStart: 0 }, 'GET /hello/{name} 500'],
    ],
  )
  assert.equal(lines.filter(({ status }) => status !== undefined).length, 3)
})

for (const [name, env] of [
  ['ACCESS_LOG=off', { ACCESS_LOG: 'off' }],
  ['ACCESS_LOG_SAMPLE=0', { ACCESS_LOG_SAMPLE: '0' }],
  ['LOG_LEVEL=warn', { LOG_LEVEL: 'warn' }],
] as const) {
  test(`with ${name} an answer without an access line has its metrics all the same, and nothing else in their line`, async (context) => {
    const [line, ...others] = await linesOf(context, ['Ada'], { METRICS: 'on', ...env })

    assert.deepEqual(others, [])
    assert.ok(isEmbeddedMetricFormat(line))
    checkTargets(line ?? {})
    assert.deepEqual(Object.keys(line ?? {}), [
      'service',
      'operation',
      'status',
      'durationMs',
      'count',
      'errors',
      'faults',
      'coldStart',
      '_aws',
    ])
  })
}

test('unless METRICS says on, no line of a function has metrics', async (context) => {
  for (const env of [{}, { METRICS: 'off' }]) {
    const lines = await linesOf(context, ['Ada'], env as Record<string, string>)

    assert.deepEqual(
      lines.map(({ status, _aws }) => [status, _aws]),
      [[200, undefined]],
    )
  }
})
