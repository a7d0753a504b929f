import { makeTable, startDynamodb } from '../../fakes/dynamodb.ts'
import type { SystemName } from '../cases/case.ts'
import { readEnvFile, systems } from '../systems.ts'
import type { Functions } from './lambda-functions.ts'
import { type LambdaPackage, packageProject } from './lambda-package.ts'

/** The systems of the cases as packaged functions. */
export interface LambdaSystems {
  running: ReadonlyMap<SystemName, { made: LambdaPackage; functions: Functions }>
  fixture: LambdaPackage
  /** Of the fixture: no function has the embedded store. */
  storeUrl: string
  close: () => Promise<void>
}

/**
 * Packages both projects of the cases, and starts their functions.
 *
 * @param start starts packaged functions, with variables in place of the template's own
 */
export async function startLambdaSystems(
  start: (made: LambdaPackage, variables: Record<string, string>) => Functions,
): Promise<LambdaSystems> {
  const dynamodb = await startDynamodb()
  const storeUrl = dynamodb.url('fixture')
  await makeTable(storeUrl, 'idempotency-keys', [])
  const [services, fixture] = await Promise.all([
    packageProject('services', systems.services.variables),
    packageProject('fixture', systems.fixture.variables),
  ])
  const run = (made: LambdaPackage, variables: Record<string, string>) => ({ made, functions: start(made, variables) })
  const running = new Map([
    ['services', run(services, {})],
    ['fixture', run(fixture, { STORE_URL: storeUrl })],
    ['production', run(fixture, { ...readEnvFile('production'), STORE_URL: storeUrl })],
  ] as const)
  return {
    running,
    fixture,
    storeUrl,
    close: async () => {
      await Promise.all([...running.values()].map(({ functions }) => functions.stop()))
      for (const made of [services, fixture]) made.remove()
      await dynamodb.close()
    },
  }
}
