import type { FunctionSpec } from '../../build/functions.ts'
import { addressVariable } from '../../client/client-settings.ts'
import { isAtDesk } from '../../config/at-desk.ts'
import type { ConfigFault } from '../../config/config-error.ts'
import type { InventoryRow } from '../../config/inventory.ts'
import { type BundledCode, countWord } from './bundled-code.ts'
import type { PackagedValues } from './packaged-values.ts'

/** Variables that mean something to a process or to packaging, and nothing to a function. */
const neverGiven = new Set([
  'PORT',
  'HOST',
  'SERVICES',
  'WEB_CONCURRENCY',
  'METRICS_TOKEN',
  'REQUEST_TIMEOUT_MS',
  'SHUTDOWN_TIMEOUT_MS',
  'RECOVER_INTERVAL_MS',
  'OVERLOAD_LAG_MS',
  // Lambda sets those of the function's role, and takes no others: here they are of whoever deploys.
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
])

/** Variables that Node itself reads. */
const nodes = /^(?:NODE_\w+|TZ)$/

/** What the environments of functions are made of. */
export interface EnvironmentSource extends PackagedValues {
  /** What the services and the kit declare. */
  rows: readonly InventoryRow[]
  /** Service → the services that it calls. */
  calls: ReadonlyMap<string, readonly string[]>
  /** The variables that the secret of this environment holds, and what stands for one of them in a template. */
  secrets: { keys: ReadonlySet<string>; refer: (key: string) => string }
}

/**
 * The environment of one function: what is set for it, and its bundle has the name of. The kit's own variables are all
 * in every bundle, once; one that stands there again is used. The address of another service has a name that is put
 * together when it is read, so it is given to what calls anybody. The kit's own functions have the contracts in them,
 * whose words are no use of a variable: they get what is the kit's.
 *
 * @param code undefined where it is not bundled: then it gets whatever is declared
 */
export function describeEnvironment(
  { service, file }: FunctionSpec,
  code: BundledCode | undefined,
  { rows, values, written, calls, secrets }: EnvironmentSource,
): Record<string, string> {
  const declared = new Map(rows.map((row) => [row.variable, row]))
  const addresses = (calls.get(service ?? '') ?? []).map(addressVariable)
  const uses = (name: string): boolean => {
    if (name === 'ENV' || nodes.test(name) || code === undefined) return true
    const { neededBy = [] } = declared.get(name) ?? {}
    if (file === undefined && !neededBy.some((who) => who === 'kit' || who === 'traces')) return false
    if (addresses.includes(name) && countWord(code.text, 'CLIENT_TIMEOUT_MS') > 0) return true
    return countWord(code.text, name) > (neededBy.includes('kit') ? 1 : 0)
  }
  const names = [...new Set([...declared.keys(), ...written])]
    .filter((name) => !neverGiven.has(name) && !isForPackaging(declared.get(name)) && uses(name))
    .sort()
  return Object.fromEntries(
    names.flatMap((name) => {
      if (secrets.keys.has(name)) return [[name, secrets.refer(name)]]
      const value =
        declared.get(name)?.secret && !mayStandInTemplate(name, { values, written }) ? undefined : values[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )
}

/**
 * What is wrong with the environment that functions would have.
 *
 * @param faults of the environment of the packaging, in which secrets are not set
 */
export function findEnvironmentFaults(
  faults: readonly ConfigFault[],
  { rows, secrets, values, written }: Pick<EnvironmentSource, 'rows' | 'secrets' | 'values' | 'written'>,
  keepsData: boolean,
): ConfigFault[] {
  const secret = new Set(rows.filter((row) => row.secret).map(({ variable }) => variable))
  const found = faults.flatMap((fault) => {
    const { variable } = fault
    if (neverGiven.has(variable) || secrets.keys.has(variable)) return []
    if (!secret.has(variable)) return [fault]
    return [{ variable, message: `${fault.message}; ${howToGive}` }]
  })
  const plain = [...secret]
    .filter((variable) => values[variable] && !neverGiven.has(variable) && !secrets.keys.has(variable))
    .filter((variable) => !mayStandInTemplate(variable, { values, written }))
    .map((variable) => ({ variable, message: `is a secret, and its value would stand in the template; ${howToGive}` }))
  const embedded = keepsData && !isAtDesk(values) && values.STORE_URL?.startsWith('sqljs:')
  const store = { variable: 'STORE_URL', message: 'must be dynamodb://<region>/<prefix>: functions have no disk' }
  return [...found, ...plain, ...(embedded ? [store] : [])]
}

const howToGive = 'put it into the secret of Secrets Manager, and name it in LAMBDA_SECRET_KEYS'

/** What a file of a desk or of tests gives a secret is none. */
const mayStandInTemplate = (name: string, { values, written }: PackagedValues): boolean =>
  isAtDesk(values) && written.includes(name)

const isForPackaging = (row: InventoryRow | undefined): boolean => row?.neededBy.includes('packaging') ?? false
