import { ConfigError } from '../config/config-error.ts'
import type { Driver } from './driver.ts'

/**
 * Opens the store that a URL names; its driver is loaded only then.
 *
 * - `sqljs:<folder>` the embedded store, durable in that folder
 * - `sqljs::memory:` the same, gone with the process
 * - `dynamodb://<region>/<prefix>?endpoint=<url>` DynamoDB: a table `<prefix>-<collection>` each
 *
 * @throws ConfigError where it is none of these, or another process has the folder
 */
export async function openStore(url: string): Promise<Driver> {
  if (url === 'sqljs::memory:') return (await import('./sqljs/driver.ts')).openSqljs(undefined)
  const folder = /^sqljs:(?!\/\/)(.+)$/.exec(url)?.[1]
  if (folder !== undefined) return (await import('./sqljs/driver.ts')).openSqljs(folder)
  if (url.startsWith('dynamodb:')) return (await import('./dynamodb/driver.ts')).openDynamodb(url)
  throw new ConfigError([
    { variable: 'STORE_URL', message: 'is none of sqljs:<folder>, sqljs::memory:, dynamodb://<region>/<prefix>' },
  ])
}
