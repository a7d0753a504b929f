import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startOffline } from '../../parity/hosts/offline.ts'
import { buildServer, startServer } from '../../parity/hosts/process.ts'
import { runNode } from '../../parity/hosts/run.ts'
import { environment, twelvefold, type Workspace } from '../../parity/hosts/workspace.ts'
import { startBehindNginx } from '../behind-nginx.ts'
import { freePort, skip as withoutNginx } from '../nginx/nginx.ts'

/** The web shop, running. */
export interface System {
  base: string
  /** Stops it, and reads what its orders service has kept. */
  keptOrders: () => Promise<KeptOrder[]>
  stop: () => Promise<void>
}

/** An order as it stands in the store. */
export interface KeptOrder {
  orderId: string
  buyer?: string
  items: unknown[]
  total: unknown
  placedAt: string
}

export interface Layout {
  name: string
  /** Why it cannot run here; false where it can. */
  skip: string | false
  /** @param clients the OAuth clients beside those of the demo, as `AUTH_CLIENTS` */
  start: (workspace: Workspace, clients: string) => Promise<System>
}

const shop = ['addition', 'auth', 'catalog', 'orders']
const secret = 'only for a desk'
const demoStore = '.data'

/** Builds the process host, and a store with the demo data. */
export async function buildShop(): Promise<Workspace> {
  const workspace = await buildServer('services')
  await run(workspace, ['seed'], { ENV: 'dev', SERVICES: 'auth,catalog', STORE_URL: `sqljs:${demoStore}/` })
  return workspace
}

/** The ways to run the web shop. */
export const layouts: readonly Layout[] = [
  { name: 'on the offline host', skip: false, start: startOnOffline },
  { name: 'in one process', skip: false, start: startInOneProcess },
  {
    name: 'in one process behind nginx',
    skip: withoutNginx,
    start: (workspace, clients) => startProcesses(workspace, [shop], { ENV: 'test', AUTH_CLIENTS: clients }),
  },
  {
    name: 'in production behind nginx, a process for each service',
    skip: withoutNginx,
    start: (workspace, clients) =>
      startProcesses(
        workspace,
        shop.map((service) => [service]),
        { ENV: 'production', AUTH_CLIENTS: clients },
      ),
  },
]

async function startOnOffline(workspace: Workspace, clients: string): Promise<System> {
  const stores = makeStores()
  const STORE_URL = stores.of('all')
  const port = await freePort()
  const base = `http://127.0.0.1:${port}`
  // The demo data comes by itself.
  const variables = { ENV: 'dev', PORT: String(port), PUBLIC_URL: base, STORE_URL, AUTH_CLIENTS: clients }
  const { stop } = await startOffline('services', { ...variables, LOG_LEVEL: 'warn' })
  return running(workspace, base, STORE_URL, stop, stores.remove)
}

async function startInOneProcess(workspace: Workspace, clients: string): Promise<System> {
  const stores = makeStores()
  const STORE_URL = stores.of('all')
  const port = await freePort()
  const base = `http://127.0.0.1:${port}`
  const variables = { ENV: 'test', PORT: String(port), PUBLIC_URL: base, STORE_URL, SERVICES: shop.join(',') }
  stores.fill('all', workspace)
  const { stop } = await startServer(workspace, { ...variables, AUTH_CLIENTS: clients })
  return running(workspace, base, STORE_URL, stop, stores.remove)
}

/** Every process has a store of its own, as a service owns its data. */
async function startProcesses(
  workspace: Workspace,
  groups: readonly (readonly string[])[],
  given: { ENV: string; AUTH_CLIENTS: string },
): Promise<System> {
  const stores = makeStores()
  const nameOf = (group: readonly string[]): string => group.join('-')
  const { nginx, stop } = await startBehindNginx(workspace, groups, async (group, base) => {
    const STORE_URL = stores.of(nameOf(group))
    stores.fill(nameOf(group), workspace)
    const variables = { ...given, STORE_URL, ...(given.ENV === 'production' ? productionVariables(base) : {}) }
    // At a desk a key is made at first use.
    if (given.ENV === 'production' && group.includes('auth')) await run(workspace, ['keys', 'rotate'], variables)
    return variables
  })
  const ordersGroup = groups.find((group) => group.includes('orders')) ?? []
  return running(workspace, nginx.base, stores.of(nameOf(ordersGroup)), stop, stores.remove)
}

/** What has no default outside a desk. */
const productionVariables = (base: string): Record<string, string> => ({
  PUBLIC_URL: base,
  AUTH_ISSUER: `${base}/auth`,
  CATALOG_URL: base,
  ORDERS_URL: base,
  AUTH_CLIENT_ID: 'orders',
  AUTH_CLIENT_SECRET: secret,
  AUTH_KEY_SECRET: 'seals the keys of one test',
  CURSOR_SECRET: 'signs the cursors of one test',
})

function running(
  workspace: Workspace,
  base: string,
  ordersStore: string,
  stopHosts: () => Promise<void>,
  removeStores: () => void,
): System {
  let stopped: Promise<void> | undefined
  const stopOnce = (): Promise<void> => (stopped ??= stopHosts())
  return {
    base,
    keptOrders: async () => {
      await stopOnce()
      const output = await run(workspace, ['export', 'orders'], { ENV: 'test', STORE_URL: ordersStore })
      return output
        .split('\n')
        .filter((line) => line.startsWith('{"collection":"orders"'))
        .map((line) => (JSON.parse(line) as { document: KeptOrder }).document)
    },
    stop: async () => {
      await stopOnce()
      removeStores()
    },
  }
}

interface Stores {
  /** Its `STORE_URL`. */
  of: (name: string) => string
  /** Copies the demo data into it. */
  fill: (name: string, workspace: Workspace) => void
  remove: () => void
}

function makeStores(): Stores {
  const folder = mkdtempSync(join(tmpdir(), 'twelvefold-web-shop-'))
  return {
    of: (name) => `sqljs:${join(folder, name)}/`,
    fill: (name, { root }) => cpSync(join(root, demoStore), join(folder, name), { recursive: true }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** Runs `twelvefold` to its end. @returns what it has printed */
function run(
  { root }: Workspace,
  [command = '', ...rest]: string[],
  variables: Record<string, string>,
): Promise<string> {
  return runNode([...twelvefold(command), ...rest], root, environment(variables))
}
