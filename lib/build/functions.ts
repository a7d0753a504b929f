import { join, relative } from 'node:path'
import type { LambdaSettings } from '../contract/lambda-settings.ts'
import { handlerFileName } from '../contract/operations.ts'
import { declaresCollections, hasRecovery, type Project } from '../contract/project.ts'
import type { Route } from '../contract/routes.ts'
import type { SeldomMiddleware } from './unused-middlewares.ts'

/** One function of a deployment: what is packaged as one zip, and the routes that lead to it. */
export interface FunctionSpec {
  /** Its name in `serverless.yml` and its folder in `dist/lambda`. */
  name: string
  description: string
  /** When it is called where no route leads to it, as EventBridge writes it: `rate(1 minute)`. */
  schedule?: string
  /** Routes as API Gateway writes them: `GET /hello/{name}`, or `$default`. */
  routes: string[]
  /** The source of its entry module; imports are relative to `generated/lambda/`. */
  entry: string
  /** The service that it is a part of; undefined where it belongs to the project as a whole. */
  service: string | undefined
  /** The file of its service that it calls, from the project's root; the kit's own functions have none. */
  file?: string
  /** What its contract says of its memory, time-out and concurrency. */
  lambda?: LambdaSettings
  /** Its service has collections. */
  keepsData?: boolean
  /** Its operation asks who calls. */
  asksWhoCalls?: boolean
  /** Of those that few operations have, the middlewares that its contract asks for. */
  middlewares?: SeldomMiddleware[]
}

/** A function before its entry is printed. */
interface Draft extends Omit<FunctionSpec, 'entry'> {
  /** The lines that its entry begins with. */
  imports: string[]
  /** An expression: what it exports as its handler. */
  handler: string
}

/**
 * The functions that a set of routes makes: one per operation, one per service for the kit's own pages, one for the
 * docs portal, one per service that recovers, and `default` for what no route matches, so that Lambda says the same as
 * the other hosts.
 *
 * @param options.traces each makes spans and exports them, and has the SDK of OpenTelemetry with it
 */
export function listFunctions(
  project: Project,
  routes: readonly Route[],
  { traces = false }: { traces?: boolean } = {},
): FunctionSpec[] {
  const services = [...new Set(routes.map(({ service }) => service))]
  const specs = [
    ...routes.map((route) => operationFunction(project, route)),
    ...services.map(serviceFunction),
    docsFunction(services),
    ...services.filter((service) => hasRecovery(project, service)).map((service) => recoverFunction(project, service)),
  ]
  const known = specs.flatMap((spec) => spec.routes).filter((route) => !route.startsWith('HEAD '))
  const closed = routes.filter(({ cors }) => cors === false).map(({ method, path }) => `${method} ${path}`)
  return [...specs, defaultFunction(known, new Set(closed))].map(({ imports, handler, ...spec }) => {
    const traced = printTraced(handler, { service: spec.service, isJob: spec.schedule !== undefined })
    const lines = traces
      ? [...tracedImports, ...imports, '', traced]
      : [...imports, '', `export const handler = ${handler}`]
    return { ...spec, entry: `${lines.join('\n')}\n` }
  })
}

/** HEAD is GET's: API Gateway has no such rule, so the route is written out. */
const get = (...paths: string[]): string[] => paths.flatMap((path) => [`GET ${path}`, `HEAD ${path}`])

function operationFunction(project: Project, route: Route): Draft {
  const { service, operation, method, path, summary, file, security, lambda = {} } = route
  const here = join(project.generated, 'lambda')
  const handler = relative(here, join(project.root, file)).replaceAll('\\', '/')
  return {
    name: `${service}-${handlerFileName(operation)}`,
    description: summary || `${method} ${path}`,
    routes: method === 'GET' ? get(path) : [`${method} ${path}`],
    keepsData: declaresCollections(project, service),
    asksWhoCalls: security.length > 0,
    middlewares: [
      ...(route.limitsRate ? (['rateLimit'] as const) : []),
      ...(route.takesIdempotencyKey ? (['idempotency'] as const) : []),
    ],
    service,
    file,
    lambda,
    imports: [
      `import { toLambda } from 'twelvefold/hosts/lambda'`,
      `import { handler as endpoint } from '${handler}'`,
      `import { release } from '../release.js'`,
    ],
    handler: `toLambda(endpoint, ${JSON.stringify(path)}, release.version)`,
  }
}

function serviceFunction(service: string): Draft {
  const pages = ['health', 'version', 'openapi.json'].map((page) => `/${service}/-/${page}`)
  return {
    name: `${service}-service`,
    description: `Health, version and contract of ${service}`,
    routes: get(...pages),
    service,
    imports: [
      `import { serviceFunction } from 'twelvefold/hosts/lambda-kit'`,
      `import { release } from '../release.js'`,
    ],
    handler: `serviceFunction({ name: '${service}', loadContract: ${contractLoader(service)} }, release)`,
  }
}

function docsFunction(services: string[]): Draft {
  const entries = services.map((service) => `  { name: '${service}', loadContract: ${contractLoader(service)} },`)
  return {
    name: 'docs',
    description: 'The docs portal',
    routes: get('/docs', '/docs/problems', '/docs/problems/{code}', '/docs/{asset}'),
    service: undefined,
    imports: [`import { docsFunction } from 'twelvefold/hosts/lambda-kit'`, `import { release } from '../release.js'`],
    handler: `docsFunction([\n${entries.join('\n')}\n], release)`,
  }
}

function recoverFunction(project: Project, service: string): Draft {
  const here = join(project.generated, 'lambda')
  const file = relative(project.root, join(project.functions, service, 'recover.ts'))
  const module = relative(here, join(project.root, file)).replaceAll('\\', '/')
  return {
    name: `${service}-recover`,
    description: `Finishes or takes back what ${service} has left half done`,
    schedule: 'rate(1 minute)',
    routes: [],
    keepsData: declaresCollections(project, service),
    service,
    file,
    imports: [
      `import { recoverFunction } from 'twelvefold/hosts/lambda-recovery'`,
      `import { recover } from '${module}'`,
    ],
    handler: 'recoverFunction(recover)',
  }
}

const contractLoader = (service: string): string =>
  `() => import('../contracts/${service}/openapi.js').then((module) => module.default)`

/** @param closed those of the routes that no script of another origin may call */
function defaultFunction(routes: string[], closed: ReadonlySet<string>): Draft {
  const table = routes.map((route) => {
    const [method, path] = route.split(' ')
    return { method, path, ...(closed.has(route) ? { cors: false } : {}) }
  })
  return {
    name: 'default',
    description: 'What no route matches: 404, 405 and OPTIONS',
    routes: ['$default'],
    service: undefined,
    imports: [`import { defaultFunction } from 'twelvefold/hosts/lambda-kit'`],
    handler: `defaultFunction(${JSON.stringify(table)})`,
  }
}

const tracedImports = [
  `import { traced } from 'twelvefold/hosts/lambda-traces'`,
  `import * as project from '../release.js'`,
]

/** What a function exports that makes spans: it waits for the SDK before its first call. */
function printTraced(handler: string, { service, isJob }: { service: string | undefined; isJob: boolean }): string {
  const name = service === undefined ? 'project.name' : `'${service}'`
  const job = isJob && service !== undefined ? `, job: 'recover-${service}'` : ''
  return `export const handler = await traced(${handler}, { name: ${name}, version: project.release.version${job} })`
}
