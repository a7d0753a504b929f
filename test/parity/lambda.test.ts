import { after, before } from 'node:test'
import type { SystemName } from './cases/case.ts'
import type { Host, HostKind } from './hosts/host.ts'
import { openFrontDoor } from './hosts/lambda.ts'
import { type Functions, startFunctions } from './hosts/lambda-functions.ts'
import { type LambdaPackage, packageProject } from './hosts/lambda-package.ts'
import { testCases, testConcurrency } from './run-cases.ts'
import { readEnvFile, systems } from './systems.ts'

const kinds: HostKind[] = ['lambda-http', 'lambda-rest', 'lambda-alb', 'lambda-alb-single']
const hosts = new Map(kinds.map((kind) => [kind, new Map<SystemName, Host>()]))
const packages: LambdaPackage[] = []
const running: Functions[] = []

before(async () => {
  const { services, fixture } = systems
  packages.push(
    ...(await Promise.all([
      packageProject('services', services.variables),
      packageProject('fixture', fixture.variables),
    ])),
  )
  const [own, other] = packages as [LambdaPackage, LambdaPackage]
  open('services', own)
  open('fixture', other)
  open('production', other, readEnvFile('production'))
})

after(async () => {
  await Promise.all(running.map((functions) => functions.stop()))
  for (const made of packages) made.remove()
})

function open(system: SystemName, made: LambdaPackage, variables: Record<string, string> = {}): void {
  const functions = startFunctions(made, variables)
  running.push(functions)
  for (const [kind, doors] of hosts) doors.set(system, openFrontDoor(kind, made, functions))
}

for (const [kind, doors] of hosts) {
  testCases(kind, doors)
  testConcurrency(kind, doors)
}
