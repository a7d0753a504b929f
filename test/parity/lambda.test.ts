import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before } from 'node:test'
import { declaresCollections, listServices, openProject } from '../../lib/contract/project.ts'
import type { SystemName } from './cases/case.ts'
import type { Host, HostKind } from './hosts/host.ts'
import { openFrontDoor } from './hosts/lambda.ts'
import { startFunctions } from './hosts/lambda-functions.ts'
import { type LambdaSystems, startLambdaSystems } from './hosts/lambda-systems.ts'
import { testIssuerAway } from './issuer-away.ts'
import { testRepeatedCalls } from './repeated-calls.ts'
import { testCases, testConcurrency } from './run-cases.ts'
import { testSmoke } from './smoke.ts'

const project = openProject(join(import.meta.dirname, '..', '..'))
const keepingData = listServices(project).filter((service) => declaresCollections(project, service))

const kinds: HostKind[] = ['lambda-http', 'lambda-rest', 'lambda-alb', 'lambda-alb-single']
const hosts = new Map(kinds.map((kind) => [kind, new Map<SystemName, Host>()]))
let systems: LambdaSystems | undefined

before(async () => {
  systems = await startLambdaSystems(startFunctions)
  for (const [system, { made, functions }] of systems.running)
    for (const [kind, doors] of hosts) doors.set(system, openFrontDoor(kind, made, functions))
})

after(() => systems?.close())

testIssuerAway('lambda-http', async (variables) => {
  assert.ok(systems)
  const { fixture, storeUrl } = systems
  return openFrontDoor('lambda-http', fixture, startFunctions(fixture, { ...variables, STORE_URL: storeUrl }))
})

for (const [kind, doors] of hosts) {
  testCases(kind, doors)
  testConcurrency(kind, doors)
  testRepeatedCalls(kind, doors)
  // The services that keep data have no store here.
  testSmoke(kind, doors, keepingData)
}
