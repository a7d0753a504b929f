import { after, before } from 'node:test'
import type { SystemName } from './cases/case.ts'
import type { Host } from './hosts/host.ts'
import { buildServer, startServer } from './hosts/process.ts'
import type { Workspace } from './hosts/workspace.ts'
import { testIssuerAway } from './issuer-away.ts'
import { testRepeatedCalls } from './repeated-calls.ts'
import { testCases, testConcurrency } from './run-cases.ts'
import { testSmoke } from './smoke.ts'
import { systems } from './systems.ts'

const hosts = new Map<SystemName, Host>()
const workspaces: Workspace[] = []

before(async () => {
  const [services, fixture] = await Promise.all([buildServer('services'), buildServer('fixture')])
  workspaces.push(services, fixture)
  for (const name of ['services', 'fixture', 'production'] as const) {
    const { project, variables } = systems[name]
    hosts.set(name, await startServer(project === 'services' ? services : fixture, variables))
  }
})

after(async () => {
  await Promise.all([...hosts.values()].map((host) => host.stop()))
  for (const workspace of workspaces) workspace.remove()
})

testCases('process', hosts)
testConcurrency('process', hosts)
testRepeatedCalls('process', hosts)
testSmoke('process', hosts)
testIssuerAway('process', (variables) =>
  startServer(workspaces[1] as Workspace, { ...systems.fixture.variables, ...variables }),
)
