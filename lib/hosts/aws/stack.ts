import type { FunctionSpec } from '../../build/functions.ts'
import { examineOtherEnvironment } from '../../cli/examine-other-environment.ts'
import { ConfigError, type ConfigFault } from '../../config/config-error.ts'
import { describeGenerated, findCalls } from '../../contract/called-services.ts'
import type { Project } from '../../contract/project.ts'
import { readDeployedName } from '../../contract/release.ts'
import { allowAccess, describeTables } from '../../store/dynamodb/resources.ts'
import { isDynamodbUrl, readDynamodbUrl } from '../../store/dynamodb/url.ts'
import { loadCollections, loadKitCollections } from '../../store/load-collections.ts'
import type { Declaration } from '../../store/store.ts'
import { describeAlarms } from './alarms.ts'
import { type BundledCode, readBundledCode } from './bundled-code.ts'
import { describeEnvironment, type EnvironmentSource, findEnvironmentFaults } from './function-environment.ts'
import { nameFunctions } from './function-names.ts'
import { readPackagedValues } from './packaged-values.ts'
import { type PackagingSettings, readPackagingSettings } from './packaging-settings.ts'
import { describeRoles } from './roles.ts'
import { findStoreRights, type ServiceCollections, type StoreRights } from './store-rights.ts'

/** What a deployment's functions need beside their code and their routes. */
export interface Stack {
  name: string
  /** The names of functions in the account where serverless would give them another, by those in `serverless.yml`. */
  names: ReadonlyMap<string, string>
  environments: ReadonlyMap<string, Record<string, string>>
  /** The function's name → the logical name of its role. */
  roles: ReadonlyMap<string, string>
  resources: Record<string, object>
  settings: PackagingSettings
}

/** The functions of a deployment, and the services that they are of. */
export interface StackContent {
  functions: readonly FunctionSpec[]
  services: readonly string[]
  /** It has every service of the project. */
  isWhole: boolean
}

/**
 * Works out what each function of a deployment gets: its variables and its role, and what stands round it.
 *
 * @throws ConfigError with every fault of the environment that functions would have
 */
export async function describeStack(project: Project, content: StackContent): Promise<Stack> {
  const { functions, services, isWhole } = content
  const packaged = readPackagedValues(project.root)
  const settings = readPackagingSettings(packaged.values)
  const stage = packaged.values.ENV ?? 'dev'
  const app = readDeployedName(project)
  const examined = await examineOtherEnvironment(project.root, { ...process.env, SERVICES: services.join(',') })
  const source: EnvironmentSource = {
    ...packaged,
    rows: examined.rows,
    calls: findAllCalls(project, services),
    secrets: secretReferences(settings, `${app}/${stage}`),
  }
  const keepsData = functions.some((spec) => spec.keepsData)
  const faults = [
    ...findEnvironmentFaults(examined.faults, source, keepsData),
    ...(await findUnknownSecrets(project, source)),
  ]
  if (faults.length > 0) throw new ConfigError(faults)

  const codes = readBundledCode(
    project,
    functions.map(({ name }) => name),
  )
  const url = packaged.values.STORE_URL ?? ''
  const store = await describeStore(
    project,
    content,
    codes,
    isDynamodbUrl(url) ? readDynamodbUrl(url).prefix : undefined,
  )
  const roles = describeRoles(functions, { ...store, tracing: settings.LAMBDA_TRACING })
  const name = [app, ...(isWhole ? [] : services), stage].join('-')
  return {
    name,
    names: nameFunctions(functions, name, isWhole ? undefined : services),
    environments: new Map(
      functions.map((spec) => [spec.name, describeEnvironment(spec, codes.get(spec.name), source)]),
    ),
    roles: roles.byFunction,
    resources: {
      ...store.tables,
      ...roles.resources,
      ...(settings.LAMBDA_ALARMS ? describeAlarms(functions, settings.LAMBDA_ALARM_TOPIC) : {}),
    },
    settings,
  }
}

function findAllCalls(project: Project, services: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const describe = describeGenerated(project)
  return new Map(services.map((service) => [service, findCalls(project, service, describe).services]))
}

/**
 * CloudFormation puts the value in when it deploys: a dynamic reference to Secrets Manager may stand in any property,
 * one to an encrypted parameter of Systems Manager may not stand in a function's environment.
 */
function secretReferences(settings: PackagingSettings, byDefault: string): EnvironmentSource['secrets'] {
  const id = settings.LAMBDA_SECRET_NAME ?? byDefault
  return {
    keys: new Set(settings.LAMBDA_SECRET_KEYS),
    refer: (key) => `{{resolve:secretsmanager:${id}:SecretString:${key}}}`,
  }
}

/** A key that nothing declares would be in no function. Other services than those of this stack may declare it. */
async function findUnknownSecrets(
  project: Project,
  { rows, written, secrets }: EnvironmentSource,
): Promise<ConfigFault[]> {
  const known = [...rows.map(({ variable }) => variable), ...written]
  if ([...secrets.keys].every((key) => known.includes(key))) return []
  const { SERVICES: _, ...env } = process.env
  const all = await examineOtherEnvironment(project.root, env)
  const unknown = [...secrets.keys].filter(
    (key) => !known.includes(key) && !all.rows.some(({ variable }) => variable === key),
  )
  return unknown.map((key) => ({
    variable: 'LAMBDA_SECRET_KEYS',
    message: `names ${key}, which no service declares and env/${env.ENV || 'dev'}.env does not have`,
  }))
}

/** The tables of services, and what their functions may do with them. Without a prefix there are none. */
async function describeStore(
  project: Project,
  { functions, services }: StackContent,
  codes: ReadonlyMap<string, BundledCode>,
  prefix: string | undefined,
): Promise<{
  tables: Record<string, object>
  rightsOf: (name: string) => StoreRights
  grant: (rights: StoreRights) => object[]
}> {
  const none: StoreRights = { reads: [], stores: [], removes: [] }
  if (prefix === undefined) return { tables: {}, rightsOf: () => none, grant: () => [] }
  const all = await loadCollections(project, services)
  const byService = new Map<string, ServiceCollections>()
  // One after the other: what a service declares is what appears while its modules load.
  for (const service of services) byService.set(service, await loadServiceCollections(project, service))
  const rights = new Map(
    functions.map((spec) => {
      const { service = '' } = spec
      const members = functions.filter((other) => other.service === service && codes.has(other.name))
      const theirs = new Map(members.map(({ name }) => [name, codes.get(name) as BundledCode]))
      return [spec.name, findStoreRights(spec, byService.get(service) ?? { own: [], kits: [] }, theirs)]
    }),
  )
  return {
    tables: describeTables(prefix, all),
    rightsOf: (name) => rights.get(name) ?? none,
    grant: (some) => allowAccess(all, some),
  }
}

async function loadServiceCollections(project: Project, service: string): Promise<ServiceCollections> {
  const kits = await loadKitCollections(project, [service])
  const names = new Set(kits.map(({ name }) => name))
  const all: Declaration[] = await loadCollections(project, [service])
  return { kits, own: all.filter(({ name }) => !names.has(name)) }
}
