import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { SystemName } from '../../parity/cases/case.ts'
import type { Host } from '../../parity/hosts/host.ts'
import { openFrontDoor } from '../../parity/hosts/lambda.ts'
import { startRuntimes } from '../../parity/hosts/lambda-runtimes.ts'
import { type LambdaSystems, startLambdaSystems } from '../../parity/hosts/lambda-systems.ts'
import { testCases, testConcurrency } from '../../parity/run-cases.ts'
import { runtime, skip } from './runtime.ts'

describe('the real Lambda runtime', { skip }, () => {
  const hosts = new Map<SystemName, Host>()
  let systems: LambdaSystems | undefined

  before(async () => {
    systems = await startLambdaSystems((made, variables) => startRuntimes(runtime, made, variables))
    for (const [system, { made, functions }] of systems.running)
      hosts.set(system, openFrontDoor('lambda-http', made, functions))
  })

  after(() => systems?.close())

  testCases('lambda-http', hosts)
  testConcurrency('lambda-http', hosts)

  test('a function that cannot start says why, and its caller gets no answer', async (context) => {
    assert.ok(systems)
    const functions = startRuntimes(runtime, systems.fixture, { BODY_LIMIT: 'large' })
    context.after(() => functions.stop())
    const [target = ''] = systems.fixture.functions.keys()

    await assert.rejects(functions.invoke(target, {}), /BODY_LIMIT: must be/)
  })
})
