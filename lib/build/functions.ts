import { join, relative } from 'node:path'
import { handlerFileName } from '../contract/operations.ts'
import {
  declaresCollections,
  hasRecovery,
  limitsRates,
  type Project,
  takesIdempotencyKeys,
} from '../contract/project.ts'
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
  /** Its service has collections. */
  keepsData?: boolean
  /** Its operation asks who calls. */
  asksWhoCalls?: boolean
  /** Of those that few operations have, the middlewares that its service's contract asks for. */
  middlewares?: SeldomMiddleware[]
}

/**
 * The functions that a set of routes makes: one per operation, one per service for the kit's own pages, one for the
 * docs portal, one per service that recovers, and `default` for what no route matches, so that Lambda says the same as
 * the other hosts.
 */
export function listFunctions(project: Project, routes: readonly Route[]): FunctionSpec[] {
  const services = [...new Set(routes.map(({ service }) => service))]
  const specs = [
    ...routes.map((route) => operationFunction(project, route)),
    ...services.map(serviceFunction),
    docsFunction(services),
    ...services.filter((service) => hasRecovery(project, service)).map((service) => recoverFunction(project, service)),
  ]
  const known = specs.flatMap((spec) => spec.routes).filter((route) => !route.startsWith('HEAD '))
  return [...specs, defaultFunction(known)]
}

/** HEAD is GET's: API Gateway has no such rule, so the route is written out. */
const get = (...paths: string[]): string[] => paths.flatMap((path) => [`GET ${path}`, `HEAD ${path}`])

function operationFunction(project: Project, route: Route): FunctionSpec {
  const { service, operation, method, path, summary, file, security } = route
  const here = join(project.generated, 'lambda')
  const handler = relative(here, join(project.root, file)).replaceAll('\\', '/')
  return {
    name: `${service}-${handlerFileName(operation)}`,
    description: summary || `${method} ${path}`,
    routes: method === 'GET' ? get(path) : [`${method} ${path}`],
    keepsData: declaresCollections(project, service),
    asksWhoCalls: security.length > 0,
    middlewares: [
      ...(limitsRates(project, service) ? (['rateLimit'] as const) : []),
      ...(takesIdempotencyKeys(project, service) ? (['idempotency'] as const) : []),
    ],
    entry: `import { toLambda } from 'twelvefold/hosts/lambda'
import { handler as endpoint } from '${handler}'
import { release } from '../release.js'

export const handler = toLambda(endpoint, ${JSON.stringify(path)}, release.version)
`,
  }
}

function serviceFunction(service: string): FunctionSpec {
  const pages = ['health', 'version', 'openapi.json'].map((page) => `/${service}/-/${page}`)
  return {
    name: `${service}-service`,
    description: `Health, version and contract of ${service}`,
    routes: get(...pages),
    entry: `import { serviceFunction } from 'twelvefold/hosts/lambda-kit'
import { release } from '../release.js'

export const handler = serviceFunction({ name: '${service}', loadContract: ${contractLoader(service)} }, release)
`,
  }
}

function docsFunction(services: string[]): FunctionSpec {
  const entries = services.map((service) => `  { name: '${service}', loadContract: ${contractLoader(service)} },`)
  return {
    name: 'docs',
    description: 'The docs portal',
    routes: get('/docs', '/docs/problems', '/docs/problems/{code}', '/docs/{asset}'),
    entry: `import { docsFunction } from 'twelvefold/hosts/lambda-kit'
import { release } from '../release.js'

export const handler = docsFunction([\n${entries.join('\n')}\n], release)
`,
  }
}

function recoverFunction(project: Project, service: string): FunctionSpec {
  const here = join(project.generated, 'lambda')
  const file = relative(here, join(project.functions, service, 'recover.ts')).replaceAll('\\', '/')
  return {
    name: `${service}-recover`,
    description: `Finishes or takes back what ${service} has left half done`,
    schedule: 'rate(1 minute)',
    routes: [],
    keepsData: declaresCollections(project, service),
    entry: `import { recoverFunction } from 'twelvefold/hosts/lambda-recovery'
import { recover } from '${file}'

export const handler = recoverFunction(recover)
`,
  }
}

const contractLoader = (service: string): string =>
  `() => import('../contracts/${service}/openapi.js').then((module) => module.default)`

function defaultFunction(routes: string[]): FunctionSpec {
  const table = routes.map((route) => ({ method: route.split(' ')[0], path: route.split(' ')[1] }))
  return {
    name: 'default',
    description: 'What no route matches: 404, 405 and OPTIONS',
    routes: ['$default'],
    entry: `import { defaultFunction } from 'twelvefold/hosts/lambda-kit'

export const handler = defaultFunction(${JSON.stringify(table)})
`,
  }
}
