import { isIP } from 'node:net'
import { isAtDesk } from './at-desk.ts'
import { ConfigError } from './config-error.ts'
import { readVariables } from './read-variables.ts'
import type { Environment } from './source.ts'
import { type Settings, variable } from './variable.ts'
import { choice, flag, integer, list, number, port, text, url } from './variable-types.ts'

/** The name of an environment; `env/<name>.env` is its file. */
export const environmentName = variable(
  'a name of small letters, digits and hyphens that starts with a letter',
  (name) => (/^[a-z][a-z0-9-]*$/.test(name) ? name : undefined),
)

const webAddress = variable('an http or https URL without query and fragment', (input) => {
  const address = url({ schemes: ['http', 'https'] }).parse(input)
  return address && !/[?#]/.test(address) ? new URL(address).href.replace(/\/+$/, '') : undefined
})

const origins = variable('* or a comma list of origins such as https://shop.example', (input) => {
  const entries = list().parse(input)
  return entries?.every((entry) => entry === '*' || (URL.canParse(entry) && new URL(entry).origin === entry))
    ? entries
    : undefined
})

const proxies = variable<number | readonly string[]>(
  'a number of proxies, or a comma list of addresses, networks such as 10.0.0.0/8, loopback, linklocal, uniquelocal',
  (input) => {
    if (/^\s*\d{1,2}\s*$/.test(input)) return Number(input)
    const entries = list().parse(input)
    return entries?.every(isNetwork) ? entries : undefined
  },
)

function isNetwork(entry: string): boolean {
  if (/^(?:loopback|linklocal|uniquelocal)$/.test(entry)) return true
  const [, address = '', length] = /^([\da-f.:]+)(?:\/(\d{1,3}))?$/i.exec(entry) ?? []
  const bits = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0
  return bits > 0 && (length === undefined || (Number(length) > 0 && Number(length) <= bits))
}

/** A time in ms, as long as a timer of Node can wait; a longer one would fire at once. */
const milliseconds = (value: number, min = 1) => integer({ min, max: 2 ** 31 - 1, default: value })

/**
 * The variables of the kit itself. What each means stands in `kit-descriptions.ts` and, for the reference, in
 * `lib/docs/variable-notes.ts`: this module is part of every function's cold start.
 *
 * @param env decides the default of `RESPONSE_CHECK`
 */
export const kitVariables = (env: Environment) => ({
  ENV: environmentName({ default: 'dev' }),
  PORT: port({ allowZero: true, default: 3000 }),
  HOST: text({ default: '', allowEmpty: true }),
  SERVICES: list({ optional: true }),
  WEB_CONCURRENCY: integer({ min: 1, max: 512, default: 1 }),
  LOG_LEVEL: choice(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], { default: 'info' }),
  ACCESS_LOG: flag({ default: true }),
  ACCESS_LOG_SAMPLE: number({ min: 0, max: 1, default: 1 }),
  LOG_PSEUDONYM_KEY: text({ optional: true, secret: true }),
  METRICS: flag({ optional: true }),
  METRICS_TOKEN: text({ optional: true, secret: true }),
  VERSION: text({ optional: true }),
  PUBLIC_URL: webAddress({ optional: true }),
  CORS_ORIGINS: origins({ default: ['*'] }),
  DOCS: flag({ default: true }),
  DOCS_CLIENT_ID: text({ optional: true }),
  RESPONSE_CHECK: choice(['strict', 'sample', 'off'], {
    default: isAtDesk(env) ? 'strict' : 'sample',
  }),
  RESPONSE_SAMPLE_RATE: number({ min: 0, max: 1, default: 0.01 }),
  TRUST_PROXY: proxies({ default: 0 }),
  RATE_LIMITS: choice(['memory', 'store', 'off'], { default: 'memory' }),
  BODY_LIMIT: integer({ min: 0, default: 1_048_576 }),
  REQUEST_TIMEOUT_MS: milliseconds(30_000),
  HANDLER_TIMEOUT_MS: milliseconds(29_000),
  SHUTDOWN_TIMEOUT_MS: milliseconds(10_000),
  RECOVER_INTERVAL_MS: milliseconds(60_000, 0),
  OVERLOAD_LAG_MS: milliseconds(200, 0),
})

/** The kit's own settings: BODY_LIMIT in bytes, those that end in MS in ms. */
export type KitSettings = Settings<ReturnType<typeof kitVariables>>

/**
 * Reads the kit's variables from an environment.
 *
 * @throws ConfigError with every fault
 * @example
 * readKitSettings({ PORT: '8080' }).PORT // 8080
 */
export function readKitSettings(env: Environment): KitSettings {
  const { settings, faults } = readVariables(kitVariables(env), (name) => env[name])
  if (faults.length > 0) throw new ConfigError(faults)
  return settings
}

let current: KitSettings | undefined

/**
 * The kit's settings of this process. They are read at the first call, so that an env file can be loaded before.
 *
 * @throws ConfigError with every fault
 * @example
 * if (kitSettings().DOCS) routes.push(docs)
 */
export function kitSettings(): KitSettings {
  current ??= readKitSettings(process.env)
  return current
}

/** Whether this is somebody's desk: demo data is there without being asked for. */
export const isDesk = (): boolean => kitSettings().ENV === 'dev'
