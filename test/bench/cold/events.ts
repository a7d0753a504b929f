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
  paths: Record<string, Record<string, ContractOperation>>
}

interface ContractOperation {
  requestBody?: { content?: Record<string, Content> }
  responses?: Record<string, unknown>
}

interface Content {
  examples?: Record<string, { value?: unknown }>
}

/** A request body and what it is written in. */
interface Body {
  type: string
  text: string
}

/** Makes a call out of what the contract gives as examples; of the kit's own functions, their first route. */
export async function firstCall(subject: Subject, { routes }: PackagedFunction): Promise<FirstCall> {
  // What is started by a schedule says nothing of HTTP.
  if (routes.length === 0) return { event: '{}', statuses: ['done'] }
  const [method = 'GET', template = '/'] = routes[0]?.split(' ') ?? []
  if (method === '$default') return { event: eventOf('GET', '/nowhere', {}), statuses: ['404'] }
  const table = JSON.parse(readFileSync(join(subject.root, 'generated', 'routes.json'), 'utf8')) as Route[]
  const route = table.find((known) => known.method === method && known.path === template)
  const target = route?.example ?? template
  const operation = route === undefined ? {} : await readOperation(subject, route)
  const event = eventOf(method, target, pathParameters(template, target), exampleBody(operation))
  return { event, statuses: expectedStatuses(subject, route, operation) }
}

/** Without a token a protected operation is refused, and a store that is empty at first has nothing to show. */
function expectedStatuses(
  { root }: Subject,
  route: Route | undefined,
  { responses = {} }: ContractOperation,
): readonly string[] {
  if (route === undefined) return ['200']
  if ((route.security ?? []).length > 0) return ['401']
  if (!declaresCollections(openProject(root), route.service)) return ['200']
  return Object.keys(responses).filter((status) => status < '500')
}

async function readOperation({ root }: Subject, { service, path, method }: Route): Promise<ContractOperation> {
  const file = join(root, 'generated', 'contracts', service, 'openapi.js')
  const { default: text } = (await import(pathToFileURL(file).href)) as { default: string }
  return (JSON.parse(text) as Contract).paths[path]?.[method.toLowerCase()] ?? {}
}

function exampleBody({ requestBody }: ContractOperation): Body | undefined {
  const [type = '', content] = Object.entries(requestBody?.content ?? {})[0] ?? []
  if (content?.examples === undefined) return undefined
  const value = Object.values(content.examples)[0]?.value
  const isForm = type === 'application/x-www-form-urlencoded'
  return {
    type,
    text: isForm ? new URLSearchParams(value as Record<string, string>).toString() : JSON.stringify(value),
  }
}

function pathParameters(template: string, target: string): Record<string, string> {
  const segments = target.split('?')[0]?.split('/') ?? []
  const pairs = template
    .split('/')
    .map((part, at) => [/^\{(.+)\}$/.exec(part)?.[1], decodeURIComponent(segments[at] ?? '')] as const)
  return Object.fromEntries(pairs.flatMap(([name, value]) => (name === undefined ? [] : [[name, value]])))
}

function eventOf(method: string, target: string, parameters: Record<string, string>, body?: Body): string {
  const [path = '/', query = ''] = target.split('?')
  return JSON.stringify({
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: query,
    headers: {
      accept: '*/*',
      host: 'localhost',
      ...(body === undefined ? {} : { 'content-type': body.type }),
    },
    pathParameters: parameters,
    requestContext: { http: { method, path, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'bench' } },
    ...(body === undefined ? {} : { body: body.text }),
    isBase64Encoded: false,
  })
}
