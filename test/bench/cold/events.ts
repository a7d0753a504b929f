import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { declaresCollections, openProject } from '../../../lib/contract/project.ts'
import type { Route } from '../../../lib/contract/routes.ts'
import type { PackagedFunction, Subject } from '../subject.ts'

/** A first call of a function, and the statuses that answer it. */
export interface FirstCall {
  event: string
  statuses: readonly string[]
}

interface Contract {
  paths: Record<string, Record<string, { requestBody?: { content?: Record<string, Content> } }>>
}

interface Content {
  examples?: Record<string, { value?: unknown }>
}

/** Makes a call out of what the contract gives as examples; of the kit's own functions, their first route. */
export async function firstCall(subject: Subject, { routes }: PackagedFunction): Promise<FirstCall> {
  const [method = 'GET', template = '/'] = routes[0]?.split(' ') ?? []
  if (method === '$default') return { event: eventOf('GET', '/nowhere', {}), statuses: ['404'] }
  const table = JSON.parse(readFileSync(join(subject.root, 'generated', 'routes.json'), 'utf8')) as Route[]
  const route = table.find((known) => known.method === method && known.path === template)
  const target = route?.example ?? template
  const body = route === undefined ? undefined : await exampleBody(subject, route)
  const event = eventOf(method, target, pathParameters(template, target), body)
  return { event, statuses: expectedStatuses(subject, route) }
}

/** Without a token a protected operation is refused, and a store that is empty at first has nothing to show. */
function expectedStatuses({ root }: Subject, route: Route | undefined): readonly string[] {
  if (route === undefined) return ['200']
  if ((route.security ?? []).length > 0) return ['401']
  return declaresCollections(openProject(root), route.service) ? ['200', '201', '204', '404', '409'] : ['200']
}

async function exampleBody({ root }: Subject, { service, path, method }: Route): Promise<string | undefined> {
  const file = join(root, 'generated', 'contracts', service, 'openapi.js')
  const { default: text } = (await import(pathToFileURL(file).href)) as { default: string }
  const { requestBody } = (JSON.parse(text) as Contract).paths[path]?.[method.toLowerCase()] ?? {}
  const examples = Object.values(requestBody?.content ?? {})[0]?.examples
  return examples === undefined ? undefined : JSON.stringify(Object.values(examples)[0]?.value)
}

function pathParameters(template: string, target: string): Record<string, string> {
  const segments = target.split('?')[0]?.split('/') ?? []
  const pairs = template
    .split('/')
    .map((part, at) => [/^\{(.+)\}$/.exec(part)?.[1], decodeURIComponent(segments[at] ?? '')] as const)
  return Object.fromEntries(pairs.flatMap(([name, value]) => (name === undefined ? [] : [[name, value]])))
}

function eventOf(method: string, target: string, parameters: Record<string, string>, body?: string): string {
  const [path = '/', query = ''] = target.split('?')
  return JSON.stringify({
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: query,
    headers: {
      accept: '*/*',
      host: 'localhost',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    pathParameters: parameters,
    requestContext: { http: { method, path, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'bench' } },
    ...(body === undefined ? {} : { body }),
    isBase64Encoded: false,
  })
}
