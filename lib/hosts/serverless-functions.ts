import { type FunctionSpec, listFunctions } from '../build/functions.ts'
import { selectServices } from '../config/select-services.ts'
import { list } from '../config/variable-types.ts'
import { generate } from '../contract/generate.ts'
import { openProject, type Project } from '../contract/project.ts'
import { describeTables } from '../store/dynamodb/resources.ts'
import { isDynamodbUrl, readDynamodbUrl } from '../store/dynamodb/url.ts'
import { loadCollections } from '../store/load-collections.ts'
import { readDeployedEnvironment } from './deployed-environment.ts'

/** The part of `serverless.yml` that is derived: `functions:`, the environment that they share, and their tables. */
export interface Deployment {
  functions: Record<string, object>
  environment: Record<string, string>
  /** `resources:`, a table for each collection where `STORE_URL` is DynamoDB's. */
  resources: { Resources: Record<string, object> }
  /** `provider.iam.role.statements`: the rights to just these tables. */
  iam: object[]
}

/**
 * Derives the functions of a deployment from the contracts of the services that `SERVICES` picks, and their tables from
 * their collections.
 *
 * @param options.offline for the emulator: one module answers for all functions, reloads, and recovers by itself
 */
export async function describeDeployment(root: string, options: { offline: boolean }): Promise<Deployment> {
  const project = openProject(root)
  const { services, routes } = await generate(project)
  const wanted = process.env.SERVICES === undefined ? undefined : list().parse(process.env.SERVICES)
  const chosen = selectServices(
    services.map(({ service }) => service),
    wanted,
  )
  const functions = listFunctions(
    project,
    routes.filter(({ service }) => chosen.includes(service)),
  ).filter(({ schedule }) => !options.offline || schedule === undefined)
  const handler = options.offline
    ? () => 'generated/offline.handler'
    : ({ name }: FunctionSpec) => `dist/lambda/${name}/index.handler`
  const environment = options.offline ? {} : readDeployedEnvironment(root)
  return {
    functions: Object.fromEntries(functions.map((spec) => [spec.name, describeFunction(spec, handler(spec))])),
    environment,
    ...(await describeStore(project, chosen, environment.STORE_URL ?? '')),
  }
}

async function describeStore(
  project: Project,
  services: readonly string[],
  url: string,
): Promise<Pick<Deployment, 'resources' | 'iam'>> {
  if (!isDynamodbUrl(url)) return { resources: { Resources: {} }, iam: [] }
  const { prefix } = readDynamodbUrl(url)
  const { resources, statements } = describeTables(prefix, await loadCollections(project, services))
  return { resources: { Resources: resources }, iam: statements }
}

function describeFunction({ name, description, schedule, routes }: FunctionSpec, handler: string): object {
  return {
    handler,
    description,
    events: [
      ...routes.map((route) => ({ httpApi: route === '$default' ? '*' : route })),
      ...(schedule === undefined ? [] : [{ schedule }]),
    ],
    package: { patterns: ['!**', `dist/lambda/${name}/**`] },
  }
}
