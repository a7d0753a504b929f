import { after, before } from 'node:test'
import { type FakeDynamodb, makeTable, startDynamodb } from '../fakes/dynamodb.ts'
import type { SystemName } from './cases/case.ts'
import type { Host, HostKind } from './hosts/host.ts'
import { openFrontDoor } from './hosts/lambda.ts'
import { type Functions, startFunctions } from './hosts/lambda-functions.ts'
import { type LambdaPackage, packageProject } from './hosts/lambda-package.ts'
import { testIssuerAway } from './issuer-away.ts'
import { testRepeatedCalls } from './repeated-calls.ts'
import { testCases, testConcurrency } from './run-cases.ts'
import { testSmoke } from './smoke.ts'
import { readEnvFile, systems } from './systems.ts'

const kinds: HostKind[] = ['lambda-http', 'lambda-rest', 'lambda-alb', 'lambda-alb-single']
const hosts = new Map(kinds.map((kind) => [kind, new Map<SystemName, Host>()]))
const packages: LambdaPackage[] = []
const running: Functions[] = []
let dynamodb: FakeDynamodb

before(async () => {
  const { services, fixture } = systems
  dynamodb = await startDynamodb()
  await makeTable(dynamodb.url('fixture'), 'idempotency-keys', [])
  packages.push(
    ...(await Promise.all([
      packageProject('services', services.variables),
      packageProject('fixture', fixture.variables),
    ])),
  )
  const [own, other] = packages as [LambdaPackage, LambdaPackage]
  open('services', own)
  // No function has the embedded store.
  const STORE_URL = dynamodb.url('fixture')
  open('fixture', other, { STORE_URL })
  open('production', other, { ...readEnvFile('production'), STORE_URL })
})

after(async () => {
  await Promise.all(running.map((functions) => functions.stop()))
  for (const made of packages) made.remove()
  await dynamodb.close()
})

function open(system: SystemName, made: LambdaPackage, variables: Record<string, string> = {}): void {
  const functions = startFunctions(made, variables)
  running.push(functions)
  for (const [kind, doors] of hosts) doors.set(system, openFrontDoor(kind, made, functions))
}

testIssuerAway('lambda-http', async (variables) => {
  const [, fixture] = packages as [LambdaPackage, LambdaPackage]
  const functions = startFunctions(fixture, { ...variables, STORE_URL: dynamodb.url('fixture') })
  return openFrontDoor('lambda-http', fixture, functions)
})

for (const [kind, doors] of hosts) {
  testCases(kind, doors)
  testConcurrency(kind, doors)
  testRepeatedCalls(kind, doors)
  // The services that keep data have no store here.
  testSmoke(kind, doors, ['auth', 'catalog', 'colors', 'orders'])
}
