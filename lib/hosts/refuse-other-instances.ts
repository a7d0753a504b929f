import { ConfigError } from '../config/config-error.ts'
import type { Environment } from '../config/source.ts'

/**
 * Refuses to be the second instance of an application whose data is in the embedded store: Cloud Foundry gives each
 * instance a disk of its own, so that what one has written no other would find.
 *
 * @param url the `STORE_URL`
 * @param env where `CF_INSTANCE_INDEX` stands: 0 for the first
 * @throws ConfigError
 */
export function refuseOtherInstances(url: string, env: Environment = process.env): void {
  const index = Number(env.CF_INSTANCE_INDEX ?? 0)
  if (!(index > 0) || !url.startsWith('sqljs:')) return
  const message =
    `is ${JSON.stringify(url)}, and this is instance ${index} of an application: each would have data of its own; ` +
    'set it to dynamodb://<region>/<prefix>, or run one instance'
  throw new ConfigError([{ variable: 'STORE_URL', message }])
}
