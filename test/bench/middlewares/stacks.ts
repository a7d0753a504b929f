import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Exchange, Middleware } from '../../../lib/endpoint/exchange.ts'
import type { Operation } from '../../../lib/endpoint/operation.ts'

/** The project in the current folder, whose code is measured: it may be that of an older commit. */
const load = (path: string): Promise<unknown> => import(pathToFileURL(join(process.cwd(), path)).href)

export const loadContracts = async (service: string): Promise<Record<string, Operation>> =>
  (await load(`generated/contracts/${service}/index.js`)) as Record<string, Operation>

/** One middleware as it stands in an operation's stack, and what stands there instead where it is off. */
export interface Part {
  name: string
  on: Middleware
  /** The least that the rest of the stack works with; nothing, where it works without. */
  off?: Middleware
}

/** The parts of a call that the stand-ins have ready-made. */
export interface Prepared {
  path: object
  body: unknown
  response: string
}

/** The middlewares of `endpoint()`, outermost first, as production has them. */
export async function listParts(operation: Operation, prepared: Prepared): Promise<Part[]> {
  const endpoint = 'lib/endpoint/'
  const { head } = (await load(`${endpoint}head.ts`)) as typeof import('../../../lib/endpoint/head.ts')
  const { requestContext } = (await load(
    `${endpoint}request-context.ts`,
  )) as typeof import('../../../lib/endpoint/request-context.ts')
  const { securityHeaders } = (await load(
    `${endpoint}security-headers.ts`,
  )) as typeof import('../../../lib/endpoint/security-headers.ts')
  const { cors } = (await load(`${endpoint}cors.ts`)) as typeof import('../../../lib/endpoint/cors.ts')
  const { problems } = (await load(`${endpoint}problems.ts`)) as typeof import('../../../lib/endpoint/problems.ts')
  const { accept } = (await load(`${endpoint}accept.ts`)) as typeof import('../../../lib/endpoint/accept.ts')
  const { parse } = (await load(`${endpoint}parse.ts`)) as typeof import('../../../lib/endpoint/parse.ts')
  const { validate } = (await load(`${endpoint}validate.ts`)) as typeof import('../../../lib/endpoint/validate.ts')
  const { serialise } = (await load(`${endpoint}serialise.ts`)) as typeof import('../../../lib/endpoint/serialise.ts')
  const { responseCheck } = (await load(
    `${endpoint}response-check.ts`,
  )) as typeof import('../../../lib/endpoint/response-check.ts')
  const { id, service } = operation
  return [
    ...(operation.method === 'GET' ? [{ name: 'HEAD', on: head() }] : []),
    { name: 'request context', on: requestContext({ service, operation: id }), off: withInput },
    { name: 'security headers', on: securityHeaders() },
    { name: 'CORS', on: cors({ origins: ['*'] }) },
    { name: 'problem', on: problems({ base: '' }) },
    { name: 'accept', on: accept({ operation }) },
    { name: 'parse', on: parse({ operation, bodyLimit: 1_048_576 }), off: withParsed(prepared) },
    { name: 'validate', on: validate({ operation }) },
    { name: 'serialise', on: serialise({ operation }), off: withResponse(prepared) },
    { name: 'response check, 1 in 100', on: responseCheck({ operation, policy: 'sample', rate: 0.01 }) },
  ]
}

/** The response check as dev and test have it: it takes the place of the sampled one. */
export async function strictCheck(operation: Operation): Promise<Middleware> {
  const { responseCheck } = (await load(
    'lib/endpoint/response-check.ts',
  )) as typeof import('../../../lib/endpoint/response-check.ts')
  return responseCheck({ operation, policy: 'strict', rate: 1 })
}

const withInput: Middleware = {
  before({ event }: Exchange) {
    const input = { path: {}, query: {}, headers: {}, cookies: {}, body: undefined, accepted: undefined }
    event.input = input as unknown as NonNullable<typeof event.input>
  },
}

function withParsed({ path, body }: Prepared): Middleware {
  return {
    before({ event }) {
      if (event.input === undefined) return
      event.input.path = path
      event.input.body = body
    },
  }
}

function withResponse({ response }: Prepared): Middleware {
  return {
    after(exchange) {
      exchange.response = { statusCode: 200, headers: { 'content-type': 'application/json' }, body: response }
    },
  }
}
