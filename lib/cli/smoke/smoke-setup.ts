import type { Journey } from '../../smoke/journey.ts'
import { findTokenUrl, type LocalContract } from '../../smoke/local-contract.ts'
import { contractName, type SmokeSetup } from '../../smoke/run-smoke.ts'
import { usageError } from '../exit-codes.ts'
import { CommandError } from '../failure.ts'
import { readCredentials } from './smoke-options.ts'
import type { Format } from './smoke-output.ts'

/** What `twelvefold smoke` was told. */
export interface SmokeOptions {
  urlFrom?: string
  write?: boolean
  only?: (name: string) => boolean
  service?: string[]
  list?: boolean
  clientId?: string
  clientSecretFile?: string
  issuer?: string
  timeout: number
  wait?: number
  concurrency: number
  strict?: boolean
  format?: Format
  output?: string
  junit?: string
  tap?: string
  json?: string
  every?: number
}

const wrong = (message: string): CommandError => new CommandError(message, usageError)

/** @throws CommandError where the command makes no sense, before anything is loaded */
export function readDeployment(
  base: string | undefined,
  options: SmokeOptions,
): Omit<SmokeSetup, 'contracts' | 'journeys'> {
  if (base === undefined) throw wrong('Say which deployment: twelvefold smoke <url>')
  const { every, format = 'json', junit, tap, json } = options
  if (every !== undefined && (format !== 'json' || junit || tap || json))
    throw wrong('--every prints one JSON line a run, to --output if you like, and nothing else.')
  return {
    base,
    credentials: readCredentials(options),
    issuer: options.issuer,
    write: options.write ?? false,
    strict: options.strict ?? false,
    timeoutMs: options.timeout,
    concurrency: options.concurrency,
  }
}

/** @throws CommandError where the project has no such service or journey */
export function chooseJourneys(
  { service: wanted, only }: SmokeOptions,
  contracts: readonly LocalContract[],
  journeys: readonly Journey[],
): Pick<SmokeSetup, 'contracts' | 'journeys' | 'tokenUrl' | 'selects'> {
  const unknown = wanted?.find((name) => !contracts.some(({ service }) => service === name))
  if (unknown !== undefined) throw wrong(`There is no service ${unknown} in this project.`)
  const chosen = contracts.filter(({ service }) => wanted?.includes(service) ?? true)
  const names = [...chosen.map(({ service }) => contractName(service)), ...journeys.map(({ name }) => name)]
  if (only !== undefined && !names.some(only)) throw wrong('No journey has a name like that: twelvefold smoke --list')
  return {
    contracts: chosen,
    journeys,
    // Also where the service that says it is left out.
    tokenUrl: findTokenUrl(contracts),
    ...(only === undefined ? {} : { selects: only }),
  }
}
