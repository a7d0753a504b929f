import { execFile } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { StartBacking } from 'twelvefold/stage'
import { openProject } from '../../lib/contract/project.ts'
import { openTables } from '../../lib/store/dynamodb/declared-tables.ts'
import { loadCollections } from '../../lib/store/load-collections.ts'
import { startDynamodb } from './dynamodb.ts'

const root = join(import.meta.dirname, '..', '..')

/**
 * The service instances of the shop, for `twelvefold stage`: an emulator of DynamoDB with the demo data and the demo
 * clients, a key for tokens, and who the services are to their issuer.
 */
export const start: StartBacking = async ({ url: PUBLIC_URL, services }) => {
  const dynamodb = await startDynamodb()
  const url = dynamodb.url('stage')
  try {
    await makeTables(url, services)
    await seed({ STORE_URL: url, PUBLIC_URL, SERVICES: services.join(',') })
  } catch (error) {
    await dynamodb.close()
    throw error
  }
  const credentials = { 'access-key-id': 'emulator', 'secret-access-key': 'emulator' }
  return {
    instances: {
      store: { url, 'cursor-secret': 'only for a stage', ...credentials },
      'auth-client': { id: 'orders', secret: 'only for a desk' },
      'auth-signing-keys': { jwks: { keys: [makeKey()] } },
    },
    smoke: { clientId: 'shop-job', clientSecret: 'only for a desk' },
    close: dynamodb.close,
  }
}

async function makeTables(url: string, services: readonly string[]): Promise<void> {
  const collections = await loadCollections(openProject(root), services)
  const tables = openTables(url, collections)
  await tables.create(() => undefined)
  tables.close()
}

/** In a process of its own: this one's environment is somebody else's. */
async function seed(env: Record<string, string>): Promise<void> {
  const args = [join(root, 'lib', 'cli', 'main.ts'), 'seed']
  await promisify(execFile)(process.execPath, args, { cwd: root, env: { ...process.env, ENV: 'test', ...env } })
}

const makeKey = (): object => ({
  ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }),
  kid: 'stage',
})
