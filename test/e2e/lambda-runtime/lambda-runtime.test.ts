import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type FakeDynamodb, makeTable, startDynamodb } from '../../fakes/dynamodb.ts'
import type { SystemName } from '../../parity/cases/case.ts'
import type { Host } from '../../parity/hosts/host.ts'
import { openFrontDoor } from '../../parity/hosts/lambda.ts'
import type { Functions } from '../../parity/hosts/lambda-functions.ts'
import { type LambdaPackage, packageProject } from '../../parity/hosts/lambda-package.ts'
import { startRuntimes } from '../../parity/hosts/lambda-runtimes.ts'
import { testCases, testConcurrency } from '../../parity/run-cases.ts'
import { readEnvFile, systems } from '../../parity/systems.ts'
import { runtime, skip } from './runtime.ts'

describe('the real Lambda runtime', { skip }, () => {
  const hosts = new Map<SystemName, Host>()
  const packages: LambdaPackage[] = []
  const running: Functions[] = []
  let dynamodb: FakeDynamodb

  before(async () => {
    const { services, fixture } = systems
    dynamodb = await startDynamodb()
    await makeTable(dynamodb.url('fixture'), 'idempotency-keys', [])
    const [own, other] = await Promise.all([
      packageProject('services', services.variables),
      packageProject('fixture', fixture.variables),
    ])
    packages.push(own, other)
    const STORE_URL = dynamodb.url('fixture')
    open('services', own)
    open('fixture', other, { STORE_URL })
    open('production', other, { ...readEnvFile('production'), STORE_URL })
  })

  after(async () => {
    for (const functions of running) await functions.stop()
    for (const made of packages) made.remove()
    await dynamodb?.close()
  })

  function open(system: SystemName, made: LambdaPackage, variables: Record<string, string> = {}): void {
    const functions = startRuntimes(runtime, made, variables)
    running.push(functions)
    hosts.set(system, openFrontDoor('lambda-http', made, functions))
  }

  testCases('lambda-http', hosts)
  testConcurrency('lambda-http', hosts)

  test('a function that cannot start says why, and its caller gets no answer', async () => {
    const [, fixture] = packages
    assert.ok(fixture)
    const functions = startRuntimes(runtime, fixture, { BODY_LIMIT: 'large' })
    running.push(functions)
    const [target = ''] = fixture.functions.keys()

    await assert.rejects(functions.invoke(target, {}), /BODY_LIMIT: must be/)
  })
})
