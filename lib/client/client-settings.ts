import { deskAddress, isAtDesk } from '../config/at-desk.ts'
import { config } from '../config/config.ts'
import type { Environment } from '../config/source.ts'
import type { Settings } from '../config/variable.ts'
import { integer, text, url } from '../config/variable-types.ts'

/** The variable that says where a service is: `gift-cards` → `GIFT_CARDS_URL`. */
export const addressVariable = (service: string): string => `${service.replaceAll('-', '_').toUpperCase()}_URL`

const callVariables = {
  CLIENT_TIMEOUT_MS: integer({
    min: 1,
    max: 2 ** 31 - 1,
    default: 5_000,
    description: 'how long one attempt to call another service may take, in ms',
  }),
}

const addressVariables = (service: string, env: Environment) => ({
  [addressVariable(service)]: url({
    schemes: ['http', 'https'],
    description: `where the ${service} service is, with a path prefix if any`,
    // All services of a desk are in one process.
    ...(isAtDesk(env) ? { default: deskAddress(env) } : {}),
  }),
})

const credentialVariables = (env: Environment) => ({
  AUTH_CLIENT_ID: text({
    description: 'the client that this process is to the issuer',
    binding: { service: 'auth-client', key: 'id' },
    ...(isAtDesk(env) ? { default: 'orders' } : {}),
  }),
  AUTH_CLIENT_SECRET: text({
    description: "that client's secret",
    secret: true,
    binding: { service: 'auth-client', key: 'secret' },
    ...(isAtDesk(env) ? { default: 'only for a desk' } : {}),
  }),
})

/** How this process makes itself known to the issuer. */
export type Credentials = Settings<ReturnType<typeof credentialVariables>>

export interface CallSettings {
  /** Without a slash at its end. */
  address: string
  /** For one attempt, in ms. */
  timeoutMs: number
}

/** For whom, and of which environment, settings are read. */
export interface ReadOptions {
  /** The service that `twelvefold env` names. */
  neededBy?: string
  env?: Environment
}

/**
 * Reads where a service is and how long an attempt to call it may take.
 *
 * @throws ConfigError with every fault
 */
export function readCallSettings(service: string, options: ReadOptions = {}): CallSettings {
  const { neededBy = 'calls', env = process.env } = options
  const settings = config(neededBy, { ...callVariables, ...addressVariables(service, env) }, env)
  const address = String(Reflect.get(settings, addressVariable(service)))
  return { address: address.replace(/\/+$/, ''), timeoutMs: settings.CLIENT_TIMEOUT_MS }
}

/**
 * Reads what this process asks for tokens with.
 *
 * @throws ConfigError with every fault
 */
export function readCredentials({ neededBy = 'calls', env = process.env }: ReadOptions = {}): Credentials {
  return config(neededBy, credentialVariables(env), env)
}
