import type { ServerResponse } from 'node:http'
import type { TestContext } from 'node:test'
import { defaultSecurityHeaders } from '../../../lib/endpoint/security-headers.ts'
import { type LocalContract, loadContracts } from '../../../lib/smoke/local-contract.ts'
import type { StepResult } from '../../../lib/smoke/result.ts'
import { runSmoke, type SmokeSetup } from '../../../lib/smoke/run-smoke.ts'
import { contract, createProject, handler } from '../../fakes/project.ts'
import { type ReceivedRequest, startUpstream, type Upstream } from '../../fakes/upstream.ts'

const paths = `
/shop/items:
  get:
    operationId: listItems
    parameters:
      - { name: limit, in: query, schema: { type: integer, minimum: 1, default: 20 } }
      - { name: cursor, in: query, schema: { type: string } }
    responses:
      "200":
        description: ok
        headers: { Link: { schema: { type: string } } }
        content: { application/json: { schema: { type: array, items: { $ref: "#/components/schemas/Item" } } } }
  post:
    operationId: addItem
    security: [{ oauth: ["shop:write"] }]
    requestBody:
      required: true
      content: { application/json: { schema: { $ref: "#/components/schemas/Item" } } }
    responses: { "204": { description: ok } }
/shop/items/{itemId}:
  get:
    operationId: getItem
    parameters: [{ name: itemId, in: path, required: true, schema: { type: string }, example: not-there }]
    responses:
      "200":
        description: ok
        headers: { ETag: { required: true, schema: { type: string } } }
        content: { application/json: { schema: { $ref: "#/components/schemas/Item" } } }
/shop/words:
  get:
    operationId: getWords
    parameters:
      - { name: tags, in: query, required: true, schema: { type: array, items: { type: string }, examples: [[a b, c]] } }
      - { name: X-Mode, in: header, required: true, schema: { type: string, enum: [short] } }
    responses: { "200": { description: ok, content: { text/plain: { schema: { type: string } } } } }
/shop/unknown:
  get:
    operationId: getUnknown
    parameters: [{ name: id, in: query, required: true, schema: { type: string } }]
    responses: { "200": { description: ok, content: { text/plain: { schema: { type: string } } } } }
/shop/manual:
  get:
    operationId: getManual
    x-smoke: a person has to look
    responses: { "200": { description: ok, content: { text/plain: { schema: { type: string } } } } }
/shop/bills:
  get:
    operationId: listBills
    security: [{ oauth: ["shop:read"] }]
    responses:
      "200": { description: ok, content: { application/json: { schema: { type: array, items: {} } } } }
      "401": { description: no, content: { application/problem+json: { schema: { type: object } } } }
`
const components = `
securitySchemes:
  oauth:
    type: oauth2
    flows: { clientCredentials: { tokenUrl: /login/token, scopes: { "shop:read": Read., "shop:write": Write. } } }
schemas:
  Item: { type: object, required: [itemId], additionalProperties: false, properties: { itemId: { type: string } } }
`
const operations = ['listItems', 'addItem', 'getItem', 'getWords', 'getUnknown', 'getManual', 'listBills']
const fileOf = (id: string): string => id.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

const files = {
  'functions/shop/openapi.yaml': contract(paths, components),
  ...Object.fromEntries(operations.map((id) => [`functions/shop/${fileOf(id)}.ts`, handler(id, 'undefined as never')])),
}

let loading: Promise<LocalContract[]> | undefined

/** The contract of a made-up shop, compiled once. */
export function loadShop(context: Pick<TestContext, 'after'>): Promise<LocalContract[]> {
  loading ??= loadContracts(createProject(context, files))
  return loading
}

export interface FakeAnswer {
  status: number
  type?: string
  body?: unknown
  headers?: Record<string, string>
  /** Without what the kit adds to every answer. */
  bare?: boolean
}

export type Answers = Record<string, FakeAnswer | ((request: ReceivedRequest, base: string) => FakeAnswer)>

const problem = (status: number, headers = {}): FakeAnswer => ({
  status,
  type: 'application/problem+json',
  body: { type: `/docs/problems/${status}`, title: 'No', status },
  headers,
})

/** What the shop answers where nothing is wrong: by verb and path. */
const wellAnswers: Answers = {
  'GET /shop/-/version': { status: 200, body: { service: 'shop', version: '2.3.4', commit: 'c0ffee00c0ffee' } },
  'DELETE /shop/-/version': problem(405, { allow: 'GET, HEAD, OPTIONS' }),
  'GET /shop/-/health': { status: 200, body: { status: 'ok' } },
  'GET /shop/items': ({ target }) =>
    target.includes('cursor')
      ? { status: 200, body: [{ itemId: 'second' }] }
      : { status: 200, body: [{ itemId: 'first one' }], headers: { link: '<?cursor=x>; rel="next"' } },
  'GET /shop/items/first%20one': ({ headers }) =>
    headers['if-none-match'] === '"7"'
      ? { status: 304, headers: { etag: '"7"' } }
      : { status: 200, body: { itemId: 'first one' }, headers: { etag: '"7"' } },
  'GET /shop/words': { status: 200, type: 'text/plain', body: 'words' },
  'GET /shop/bills': ({ headers }) =>
    headers.authorization === 'Bearer a-token'
      ? { status: 200, body: [] }
      : problem(401, { 'www-authenticate': 'Bearer realm="shop"' }),
  'POST /shop/items': problem(401, { 'www-authenticate': 'Bearer realm="shop"' }),
  'GET /login/.well-known/openid-configuration': (_, base) => ({
    status: 200,
    body: { issuer: `${base}/login`, token_endpoint: `${base}/login/token` },
  }),
  'POST /login/token': { status: 200, body: { access_token: 'a-token', token_type: 'Bearer' } },
}

/** A deployment of the shop; what `differing` says is answered otherwise. */
export async function deployShop(context: TestContext, differing: Answers = {}): Promise<Upstream> {
  const answers = { ...wellAnswers, ...differing }
  const upstream = await startUpstream(context, [
    (response, request) => {
      const given = answers[`${request.method} ${request.target.split('?')[0]}`] ?? problem(404)
      write(response, request, typeof given === 'function' ? given(request, upstream.url) : given)
    },
  ])
  return upstream
}

function write(
  response: ServerResponse,
  request: ReceivedRequest,
  { status, type, body, headers, bare }: FakeAnswer,
): void {
  const id = String(request.headers['x-request-id'])
  const text = type === undefined || type.includes('json') ? JSON.stringify(withId(type, body, id)) : String(body)
  const content = body === undefined ? {} : { 'content-type': type ?? 'application/json' }
  const added = bare ? {} : { ...defaultSecurityHeaders, 'x-request-id': id }
  response.writeHead(status, { ...added, ...content, ...headers })
  response.end(body === undefined ? undefined : text)
}

const withId = (type: string | undefined, body: unknown, requestId: string): unknown =>
  type === 'application/problem+json' ? { ...(body as object), requestId } : body

/** The steps of a run over the shop, by their names. */
export async function smokeShop(
  context: TestContext,
  base: string,
  setup: Partial<SmokeSetup> = {},
  signal?: AbortSignal,
): Promise<Map<string, StepResult>> {
  const usual = {
    journeys: [],
    tokenUrl: '/login/token',
    write: false,
    strict: false,
    timeoutMs: 2_000,
    concurrency: 1,
  }
  const contracts = await loadShop(context)
  const { journeys } = await runSmoke({ base, contracts, ...usual, ...setup }, {}, signal)
  return new Map(journeys.flatMap(({ steps }) => steps.map((step) => [step.name, step])))
}
