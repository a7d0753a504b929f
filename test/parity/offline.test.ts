import { after, before } from 'node:test'
import type { SystemName } from './cases/case.ts'
import type { Host } from './hosts/host.ts'
import { startOffline } from './hosts/offline.ts'
import { testIssuerAway } from './issuer-away.ts'
import { testRepeatedCalls } from './repeated-calls.ts'
import { testCases, testConcurrency } from './run-cases.ts'
import { testSmoke } from './smoke.ts'
import { systems } from './systems.ts'

const hosts = new Map<SystemName, Host>()

before(async () => {
  const names = ['services', 'fixture', 'production'] as const
  await Promise.all(
    names.map(async (name) => hosts.set(name, await startOffline(systems[name].project, systems[name].variables))),
  )
})

after(() => Promise.all([...hosts.values()].map((host) => host.stop())))

testCases('offline', hosts)
testConcurrency('offline', hosts)
testRepeatedCalls('offline', hosts)
testSmoke('offline', hosts)
testIssuerAway('offline', (variables) => startOffline('fixture', { ...systems.fixture.variables, ...variables }))
