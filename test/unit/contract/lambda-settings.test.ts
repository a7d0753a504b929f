import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkContract } from '../../../lib/contract/check.ts'
import { lambdaSettingsOf, readLambdaSettings } from '../../../lib/contract/lambda-settings.ts'
import { loadContract } from '../../../lib/contract/load.ts'
import { contract, createProject, handler } from '../../fakes/project.ts'

test('memory is in MB, a time-out in seconds that an HTTP API waits, and concurrency a number of calls', () => {
  const settings = { memory: 128, timeout: 29, concurrency: 0 }

  assert.deepEqual(readLambdaSettings(settings), settings)
  assert.equal(readLambdaSettings(undefined), undefined)
})

test('an operation has the settings of its contract, and its own before them', () => {
  assert.deepEqual(lambdaSettingsOf({ memory: 256, timeout: 5 }, { memory: 1024 }), { memory: 1024, timeout: 5 })
  assert.deepEqual(lambdaSettingsOf(undefined, undefined), {})
})

test('what is wrong with settings is said in a sentence', () => {
  const wrong: [written: unknown, message: RegExp][] = [
    [512, /is an object/],
    [null, /is an object/],
    [{ ram: 512 }, /has no ram; it knows memory, timeout and concurrency/],
    [{ memory: 127 }, /memory of x-lambda is a whole number of MB, 128 to 10240/],
    [{ memory: '512' }, /memory/],
    [{ timeout: 30 }, /timeout of x-lambda is a whole number of seconds, 1 to 29/],
    [{ timeout: 1.5 }, /timeout/],
    [{ concurrency: -1 }, /concurrency/],
  ]

  for (const [written, message] of wrong) assert.match(String(readLambdaSettings(written)), message)
})

test('a contract with such settings does not pass its check, wherever they stand', async (context) => {
  const answers = 'responses: { "200": { description: ok, content: { application/json: { schema: {} } } } }'
  const project = createProject(context, {
    'functions/shop/openapi.yaml': `${contract(`
/shop/items: { get: { operationId: listItems, x-lambda: { timeout: 60 }, ${answers} } }
`)}x-lambda: { memory: 1 }\n`,
    'functions/shop/list-items.ts': handler('listItems', '{}'),
  })
  const { document } = await loadContract(`${project.functions}/shop/openapi.yaml`)
  assert.ok(document)

  const messages = checkContract(project, 'shop', document).map(({ message }) => message)

  assert.deepEqual(messages, [
    'The timeout of x-lambda is a whole number of seconds, 1 to 29.',
    'The memory of x-lambda is a whole number of MB, 128 to 10240.',
  ])
})
