import { keepOutOfLogs } from '../observe/secret-values.ts'
import { ConfigError } from './config-error.ts'
import { readVariables } from './read-variables.ts'
import { recordDeclaration } from './registry.ts'
import { type Environment, locate } from './source.ts'
import type { Schema, Settings } from './variable.ts'

/**
 * Declares and reads the environment variables of a service. Stands in `functions/<service>/config.ts`.
 *
 * A variable is required unless it has a `default` or is `optional`. An empty variable counts as missing. On Cloud
 * Foundry a variable with a `binding` is filled from `VCAP_SERVICES`, unless the real environment has it.
 *
 * @param service the name of the service's folder
 * @param env what to read; the process's environment unless a test says otherwise
 * @returns the values, typed and frozen
 * @throws ConfigError with every fault of the schema's variables
 * @example
 * // functions/shop/config.ts
 * import { config, integer, text, url } from 'twelvefold'
 *
 * export const settings = config('shop', {
 *   SHOP_PAGE_SIZE: integer({ min: 1, max: 100, default: 20, description: 'products a page' }),
 *   STORE_URL: url({ binding: { service: 'shop-store', key: 'uri' } }),
 *   PAYMENT_KEY: text({ secret: true, description: 'key of the payment provider' }),
 * })
 */
export function config<S extends Schema>(service: string, schema: S, env: Environment = process.env): Settings<S> {
  const { settings, faults } = readVariables(schema, (name, variable) => {
    const text = locate(env, name, variable)?.text
    if (variable.secret && text !== undefined) keepOutOfLogs(text)
    return text
  })
  recordDeclaration({ service, schema, faults })
  if (faults.length > 0) throw new ConfigError(faults)
  return settings
}
