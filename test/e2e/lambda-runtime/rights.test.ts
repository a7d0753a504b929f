import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { listServices, openProject } from '../../../lib/contract/project.ts'
import { loadJourneys } from '../../../lib/smoke/load-journeys.ts'
import { findTokenUrl, loadContracts } from '../../../lib/smoke/local-contract.ts'
import { countSteps } from '../../../lib/smoke/result.ts'
import { runSmoke } from '../../../lib/smoke/run-smoke.ts'
import { start } from '../../fakes/backing-services.ts'
import { guardDynamodb } from '../../fakes/guarded-dynamodb.ts'
import type { Host } from '../../parity/hosts/host.ts'
import { openFrontDoor } from '../../parity/hosts/lambda.ts'
import { type LambdaPackage, packageProject } from '../../parity/hosts/lambda-package.ts'
import { startRuntimes } from '../../parity/hosts/lambda-runtimes.ts'
import { openPort } from '../../parity/smoke.ts'
import { runtime, skip } from './runtime.ts'

const root = join(import.meta.dirname, '..', '..', '..')

test('all journeys pass with the rights, the variables and the secrets of each function, and no others', {
  skip,
}, async (context) => {
  let host: Host | undefined
  let made: LambdaPackage | undefined
  const PUBLIC_URL = await openPort(context, { request: async (request) => (host as Host).request(request) })
  const project = openProject(root)
  const backing = await start({ url: PUBLIC_URL, services: listServices(project), environment: 'staging' })
  context.after(() => backing.close?.())
  const { store, 'auth-client': client, 'auth-signing-keys': keys } = backing.instances
  const emulated = new URL(String(store?.url))
  const dynamodb = await guardDynamodb(
    context,
    emulated.searchParams.get('endpoint') ?? '',
    (who) => made?.functions.get(who)?.rights ?? new Set(),
  )
  emulated.searchParams.set('endpoint', dynamodb.endpoint)
  const secrets: Record<string, string> = {
    CURSOR_SECRET: String(store?.['cursor-secret']),
    AUTH_CLIENT_SECRET: String(client?.secret),
    AUTH_SIGNING_KEYS: JSON.stringify(keys?.jwks),
  }
  made = await packageProject('services', {
    ENV: 'staging',
    STORE_URL: emulated.href,
    PUBLIC_URL,
    AUTH_ISSUER: `${PUBLIC_URL}/auth`,
    CATALOG_URL: PUBLIC_URL,
    ORDERS_URL: PUBLIC_URL,
    AUTH_CLIENT_ID: String(client?.id),
    LAMBDA_SECRET_KEYS: Object.keys(secrets).join(','),
  })
  context.after(() => made?.remove())
  for (const { variables } of made.functions.values())
    for (const [name, value] of Object.entries(variables))
      variables[name] = value.replace(
        /^\{\{resolve:secretsmanager:.*:SecretString:(\w+)\}\}$/,
        (_, key) => secrets[key] ?? '',
      )
  const functions = startRuntimes(runtime, made)
  context.after(() => functions.stop())
  host = openFrontDoor('lambda-http', made, functions)
  const contracts = await loadContracts(project)

  const { journeys } = await runSmoke({
    ...{ base: PUBLIC_URL, contracts, write: true, strict: true, timeoutMs: 30_000, concurrency: 4 },
    journeys: await loadJourneys(project),
    credentials: backing.smoke,
    tokenUrl: findTokenUrl(contracts),
  })
  const recoveries = [...made.functions.keys()].filter((id) => id.includes('Dashrecover'))
  const recovered = await Promise.all(recoveries.map((id) => functions.invoke(id, {})))

  const failures = journeys.flatMap(({ steps }) => steps.flatMap(({ failure }) => failure?.message ?? []))
  assert.deepEqual([...dynamodb.refused], [])
  assert.deepEqual(failures, [])
  assert.ok(countSteps(journeys).passed > 80)
  assert.equal(recovered.length, 3)
})
