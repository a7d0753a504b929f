import { type FunctionSpec, listFunctions } from '../build/functions.ts'
import { loadEnvironment } from '../config/environment.ts'
import { selectServices } from '../config/select-services.ts'
import { list } from '../config/variable-types.ts'
import { generate } from '../contract/generate.ts'
import { openProject } from '../contract/project.ts'
import { describeStack, type Stack } from './aws/stack.ts'

/** The part of `serverless.yml` that is derived from contracts, bundles and the environment. */
export interface Deployment {
  functions: Record<string, object>
  /** `resources:`: roles, alarms, and a table for each collection where `STORE_URL` is DynamoDB's. */
  resources: { Resources: Record<string, object>; Outputs?: Record<string, object> }
  /** The stack's: a deployment of some services has one beside those of the others. */
  stackName: string
}

/** What `serverless.yml` gets of the project in a folder, in the environment that `ENV` names. */
export function deploymentOf(root: string, options: { offline: boolean }): Promise<Deployment> {
  if (!options.offline) loadEnvironment({ root })
  return describeDeployment(root, options)
}

/**
 * Derives the functions of a deployment from the contracts of the services that `SERVICES` picks, and what they need
 * from what has been bundled of them.
 *
 * @param options.offline for the emulator: one module answers for all functions, reloads, and recovers by itself
 * @throws ConfigError with every fault of the environment that functions would have
 */
export async function describeDeployment(root: string, options: { offline: boolean }): Promise<Deployment> {
  const project = openProject(root)
  const { services, routes } = await generate(project)
  const names = services.map(({ service }) => service)
  const wanted = process.env.SERVICES === undefined ? undefined : list().parse(process.env.SERVICES)
  const chosen = selectServices(names, wanted)
  const functions = listFunctions(
    project,
    routes.filter(({ service }) => chosen.includes(service)),
  )
  if (options.offline) {
    const answering = functions.filter(({ schedule }) => schedule === undefined)
    const described = answering.map((spec) => [spec.name, describeFunction(spec, 'generated/offline.handler')])
    return { functions: Object.fromEntries(described), resources: { Resources: {} }, stackName: 'offline' }
  }
  const stack = await describeStack(project, { functions, services: chosen, isWhole: chosen.length === names.length })
  return {
    functions: Object.fromEntries(
      functions.map((spec) => [
        spec.name,
        { ...describeFunction(spec, `dist/lambda/${spec.name}/index.handler`), ...describeNeeds(spec, stack) },
      ]),
    ),
    resources: { Resources: stack.resources, Outputs: nameExports(stack.name) },
    stackName: stack.name,
  }
}

/**
 * Serverless exports its outputs by names that are the same in all stacks of a service and a stage. CloudFormation takes
 * a name once in a region.
 */
const nameExports = (stack: string): Record<string, object> =>
  Object.fromEntries(
    ['ServerlessDeploymentBucketName', 'HttpApiId', 'HttpApiUrl'].map((output) => [
      output,
      { Export: { Name: `sls-${stack}-${output}` } },
    ]),
  )

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

/** A recovery that fails is tried again by the next one: a second try of the same call would be beside it. */
const scheduled = { timeout: 60, maximumRetryAttempts: 0, maximumEventAge: 60 }

/** What functions get whose contract says nothing else. CPU comes with memory: a cold start takes twice as long at 256. */
const memory = 512
const timeout = 29

function describeNeeds(spec: FunctionSpec, { names, environments, roles, settings }: Stack): object {
  const { name, schedule, lambda = {} } = spec
  const own = names.get(name)
  return {
    ...(own === undefined ? {} : { name: own }),
    environment: environments.get(name),
    role: roles.get(name),
    memorySize: lambda.memory ?? memory,
    ...(schedule === undefined ? { timeout: lambda.timeout ?? timeout } : scheduled),
    ...(lambda.concurrency === undefined ? {} : { reservedConcurrency: lambda.concurrency }),
    logRetentionInDays: settings.LAMBDA_LOG_DAYS,
    ...(settings.LAMBDA_TRACING ? { tracing: 'Active' } : {}),
  }
}
