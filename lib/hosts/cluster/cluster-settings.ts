import { randomBytes } from 'node:crypto'
import { ConfigError } from '../../config/config-error.ts'
import { loadEnvironment } from '../../config/environment.ts'
import { type KitSettings, readKitSettings } from '../../config/kit.ts'
import { list } from '../../config/variable-types.ts'
import { readStoreSettings } from '../../store/store.ts'
import type { ServiceEntry } from '../application.ts'
import { claimPort } from '../claim-port.ts'
import { needsStore } from '../needs-store.ts'
import { workerMark } from './worker-mark.ts'

/** What a primary goes by. */
export interface ClusterSettings {
  /** How many workers. */
  count: number
  shutdownMs: number
  /** What workers get beside the environment of the primary; undefined takes a variable away. */
  environment: Record<string, string | undefined>
  /** What to tell whoever reads the log. */
  warning: string | undefined
}

type Service = Pick<ServiceEntry, 'name' | 'usesStore' | 'limitsRates'>

/**
 * Prepares the environment of a primary and its workers. The primary reads the env file for itself; workers get the real
 * environment and read the file anew, so that what has been changed in it counts, and the real environment still wins.
 *
 * @returns reads the settings, again after each change of the file; rejects with a ConfigError
 */
export function openClusterSettings(services: readonly Service[]): () => Promise<ClusterSettings> {
  const root = process.cwd()
  const real = { ...process.env }
  const { loaded } = loadEnvironment({ root })
  const withoutFile = Object.fromEntries(loaded.map((name) => [name, undefined]))
  // A caller is to have one pseudonym in the logs of all workers.
  const pseudonymKey = randomBytes(32).toString('base64url')
  let freePort: number | undefined
  let isFirst = true

  return async () => {
    const env = { ...real }
    loadEnvironment({ root, env })
    const { WEB_CONCURRENCY: count, SHUTDOWN_TIMEOUT_MS: shutdownMs, ENV } = readSettings(env, isFirst)
    isFirst = false
    const wanted = env.SERVICES ? list().parse(env.SERVICES) : undefined
    const chosen = services.filter(({ name }) => wanted?.includes(name) ?? true)
    if (count > 1 && needsStore(chosen, env)) refuseEmbeddedStore(env, count)
    // Workers listen together: none of them can choose the port.
    const choosesPort = env.PORT?.trim() === '0'
    if (choosesPort) freePort ??= await claimPort(0, env.HOST)
    const hasOwnKey = Boolean(env.LOG_PSEUDONYM_KEY) || ENV === 'dev' || ENV === 'test'
    return {
      count,
      shutdownMs,
      environment: {
        ...withoutFile,
        ...(choosesPort ? { PORT: String(freePort) } : {}),
        ...(hasOwnKey ? {} : { LOG_PSEUDONYM_KEY: pseudonymKey }),
        [workerMark]: 'yes',
      },
      warning: count > 1 ? warnOfCounting(chosen, env, count) : undefined,
    }
  }
}

/** At the start the first worker says all that is wrong, that of the services included, and ends. */
function readSettings(
  env: NodeJS.ProcessEnv,
  isFirst: boolean,
): Pick<KitSettings, 'WEB_CONCURRENCY' | 'SHUTDOWN_TIMEOUT_MS' | 'ENV'> {
  try {
    return readKitSettings(env)
  } catch (error) {
    if (!isFirst) throw error
    return readKitSettings({})
  }
}

function refuseEmbeddedStore(env: NodeJS.ProcessEnv, count: number): void {
  const url = findStoreUrl(env)
  if (!url?.startsWith('sqljs:')) return
  const why = url === 'sqljs::memory:' ? 'each worker would have data of its own' : 'a folder belongs to one process'
  throw new ConfigError([
    {
      variable: 'WEB_CONCURRENCY',
      message: `is ${count}, and the embedded store cannot be shared: ${why} (STORE_URL is ${JSON.stringify(url)}); set WEB_CONCURRENCY to 1, or STORE_URL to dynamodb://<region>/<prefix>`,
    },
  ])
}

/** What else is wrong with the store is told by the worker that opens it. */
function findStoreUrl(env: NodeJS.ProcessEnv): string | undefined {
  try {
    return readStoreSettings(env).STORE_URL
  } catch {
    return env.STORE_URL
  }
}

function warnOfCounting(chosen: readonly Service[], env: NodeJS.ProcessEnv, count: number): string | undefined {
  if ((env.RATE_LIMITS || 'memory') !== 'memory' || !chosen.some(({ limitsRates }) => limitsRates)) return undefined
  return `Each of the ${count} workers counts requests by itself, so a client may send up to ${count} times as many as the contract says; RATE_LIMITS=store counts them together`
}
