import assert from 'node:assert/strict'
import { join } from 'node:path'
import { before, describe, test } from 'node:test'
import type { Json, OpenApiDocument } from '../../../lib/contract/document.ts'
import { listOperations } from '../../../lib/contract/operations.ts'
import type { EndpointHandler, EndpointResult } from '../../../lib/endpoint/exchange.ts'
import { compileInMemory } from '../../../lib/mock/compile-in-memory.ts'
import { adaptForeign } from '../../../lib/mock/foreign.ts'
import { mockHandler } from '../../../lib/mock/mock.ts'
import { mockDocument } from '../../../lib/mock/mock-application.ts'
import { mockEndpoints } from '../../../lib/mock/mock-endpoints.ts'
import { readPreferences } from '../../../lib/mock/mock-preferences.ts'
import { routeMocks } from '../../../lib/mock/mock-router.ts'
import { serverPrefix } from '../../../lib/mock/server-prefix.ts'
import { eventOf, type FakeRequest } from '../../fakes/event.ts'

const fakes = join(import.meta.dirname, '../../fakes')

/** Answers like a host: routes, then calls. Responses are checked strictly, as in development. */
function hostOf({ router, fallback }: Awaited<ReturnType<typeof mockDocument>>['application']) {
  return async (request: FakeRequest): Promise<EndpointResult> => {
    const match = router.match(request.path ?? '/')
    const { methods = {}, params } = typeof match === 'object' ? match : {}
    const handler = methods[request.method ?? 'GET'] ?? fallback
    return handler(eventOf({ ...request, ...(params === undefined ? {} : { params }) }), {})
  }
}

const bodyOf = (result: EndpointResult): Json => JSON.parse(result.body ?? 'null') as Json

/** The mock of one GET operation with these responses. */
async function mockOf(
  responses: object,
  components: object = {},
): Promise<(request?: FakeRequest) => Promise<EndpointResult>> {
  const get = { operationId: 'getIt', responses }
  const info = { title: 'Mock', version: '1' }
  const document = { openapi: '3.1.0', info, paths: { '/it': { get } }, components } as unknown as OpenApiDocument
  const { operation } = await compileInMemory('it', document)('getIt')
  const handler: EndpointHandler = mockHandler(operation, JSON.stringify(document))
  return async (request = {}) => handler(eventOf({ path: '/it', ...request }), {})
}

const json = (content: object) => ({ description: 'ok', content: { 'application/json': content } })

describe('B12 a mock answers from the contract', () => {
  test('with the example of the media type', async () => {
    const call = await mockOf({ 200: json({ schema: { type: 'object', examples: [{ a: 1 }] }, example: { b: 2 } }) })

    const result = await call()

    assert.equal(result.statusCode, 200)
    assert.equal(result.headers['content-type'], 'application/json')
    assert.deepEqual(bodyOf(result), { b: 2 })
  })

  test("without one, with the schema's example, and without that, with a valid value", async () => {
    const shown = await mockOf({ 200: json({ schema: { type: 'object', examples: [{ a: 1 }] } }) })
    const made = await mockOf({ 200: json({ schema: { type: 'object', properties: { email: { type: 'string' } } } }) })

    assert.deepEqual(bodyOf(await shown()), { a: 1 })
    assert.deepEqual(bodyOf(await made()), { email: 'ada@example.com' })
  })

  test('an example that breaks its schema is a 500 that names the field, where responses are checked', async () => {
    const call = await mockOf({
      200: json({ schema: { properties: { a: { type: 'integer' } } }, example: { a: 'x' } }),
    })

    const result = await call()

    assert.equal(result.statusCode, 500)
    assert.match(result.body ?? '', /response-mismatch.*\/a must be integer/)
  })

  test('the first success counts; a range and default are taken where there is no other', async () => {
    const created = await mockOf({ 404: { description: '' }, 201: { description: '' }, 202: { description: '' } })
    const range = await mockOf({ 404: { description: '' }, '2XX': json({ example: 1 }) })
    const fallback = await mockOf({ 404: { description: '' }, default: json({ example: 2 }) })
    const refusal = await mockOf({ 404: { description: '' } })

    assert.equal((await created()).statusCode, 201)
    assert.deepEqual([(await range()).statusCode, (await range()).body], [200, '1'])
    assert.deepEqual([(await fallback()).statusCode, (await fallback()).body], [200, '2'])
    assert.equal((await refusal()).statusCode, 404)
  })

  test('headers are sent that are required or have an example, in style simple', async () => {
    const call = await mockOf({
      204: {
        description: 'gone',
        headers: {
          'X-Count': { required: true, schema: { type: 'integer', minimum: 7 } },
          'X-Tags': { schema: { type: 'array', items: { type: 'string' }, examples: [['a', 'b']] } },
          'X-Note': { example: 'naïve\n✓' },
          'X-Silent': { schema: { type: 'string' } },
          'Content-Encoding': { example: 'gzip' },
        },
      },
    })

    const { headers, statusCode } = await call()

    assert.equal(statusCode, 204)
    assert.equal(headers['x-count'], '7')
    assert.equal(headers['x-tags'], 'a,b')
    assert.equal(headers['x-note'], 'naïve?')
    assert.equal(headers['x-silent'], undefined)
    assert.equal(headers['content-encoding'], undefined)
  })

  test('text and bytes are sent as they are', async () => {
    const text = await mockOf({ 200: { description: 'ok', content: { 'text/plain': { example: 'Hello\n' } } } })
    const bytes = await mockOf({
      200: {
        description: 'ok',
        content: { 'application/pdf': { schema: { contentEncoding: 'base64' }, example: 'JVBERg==' } },
      },
    })
    const picture = await mockOf({ 200: { description: 'ok', content: { 'image/png': {} } } })

    assert.deepEqual(
      [(await text()).headers['content-type'], (await text()).body],
      ['text/plain; charset=utf-8', 'Hello\n'],
    )
    assert.deepEqual([(await bytes()).isBase64Encoded, (await bytes()).body], [true, 'JVBERg=='])
    assert.equal(
      Buffer.from((await picture()).body ?? '', 'base64')
        .subarray(1, 4)
        .toString(),
      'PNG',
    )
  })

  test('the media type is the one that the client prefers', async () => {
    const content = { 'application/json': { example: { a: 1 } }, 'text/csv': { example: 'a\n1\n' } }
    const call = await mockOf({ 200: { description: 'ok', content } })

    const csv = await call({ headers: { accept: 'text/csv, application/json;q=0.5' } })
    const none = await call({ headers: { accept: 'image/png' } })

    assert.equal(csv.headers['content-type'], 'text/csv; charset=utf-8')
    assert.equal(csv.body, 'a\n1\n')
    assert.equal(none.statusCode, 406)
  })
})

describe('B12 the Prefer header', () => {
  const responses = {
    200: json({ examples: { cat: { value: 'Tom' }, dog: { $ref: '#/components/examples/Dog' } } }),
    404: { description: 'none', content: { 'application/problem+json': { example: { status: 404 } } } },
    '5XX': json({ example: 'broken' }),
  }
  const components = { examples: { Dog: { value: 'Rex' } } }

  test('chooses the response by its status, or by a range that covers it', async () => {
    const call = await mockOf(responses, components)

    const missing = await call({ headers: { prefer: 'code=404' } })
    const broken = await call({ headers: { prefer: 'code=503' } })

    assert.deepEqual([missing.statusCode, bodyOf(missing)], [404, { status: 404 }])
    assert.equal(missing.headers['content-type'], 'application/problem+json')
    assert.equal(missing.headers['preference-applied'], 'code=404')
    assert.deepEqual([broken.statusCode, bodyOf(broken)], [503, 'broken'])
  })

  test('chooses the example by its name', async () => {
    const call = await mockOf(responses, components)

    const result = await call({ headers: { prefer: 'code=200, example=dog' } })

    assert.equal(bodyOf(result), 'Rex')
    assert.equal(result.headers['preference-applied'], 'code=200, example=dog')
  })

  test('is passed over, and not said to be applied, where the contract has nothing for it', async () => {
    const call = await mockOf(responses, components)

    const result = await call({ headers: { prefer: 'code=418, example=bird, respond-async' } })

    assert.deepEqual([result.statusCode, bodyOf(result)], [200, 'Tom'])
    assert.equal(result.headers['preference-applied'], undefined)
  })

  test('is read as RFC 7240 writes it, and with semicolons too', () => {
    assert.deepEqual(readPreferences('code=404, example=cat'), { code: 404, example: 'cat' })
    assert.deepEqual(readPreferences('wait=5; Code = 404 ;example="a \\"b\\", c"'), { code: 404, example: 'a "b", c' })
    assert.deepEqual(readPreferences('code=200, code=404'), { code: 200 })
    assert.deepEqual(readPreferences('code=99, code=abc, code, example='), {})
    assert.deepEqual(readPreferences(undefined), {})
  })
})

describe('B12 a document that was not written for the kit', () => {
  let call: (request: FakeRequest) => Promise<EndpointResult>
  before(async () => {
    call = hostOf((await mockDocument(join(fakes, 'petstore-3.1.yaml'))).application)
  })

  test('is answered with and without the path of its server', async () => {
    const long = await call({ path: '/api/v3/pet/7' })
    const short = await call({ path: '/pet/7' })

    assert.equal(long.statusCode, 200)
    assert.deepEqual(bodyOf(short), bodyOf(long))
  })

  test('its requests are checked, parameters that it does not declare are let through', async () => {
    const wrong = await call({ path: '/pet/findByStatus', query: 'status=lost' })
    const right = await call({ path: '/pet/findByStatus', query: 'status=sold&api_key=1' })

    assert.equal(wrong.statusCode, 400)
    assert.match(wrong.body ?? '', /validation-failed.*"pointer":"\/status"/)
    assert.equal(right.statusCode, 200)
    assert.equal(new Set((bodyOf(right) as { id: number }[]).map(({ id }) => id)).size, 2)
    assert.equal(right.headers['x-rate-limit'], '100')
  })

  test('XML is written as the schema says', async () => {
    const { headers, body = '' } = await call({ path: '/pet/7', headers: { accept: 'application/xml' } })

    assert.equal(headers['content-type'], 'application/xml')
    assert.match(body, /<pet id="10"><name>doggie<\/name><category><id>1<\/id>/)
    assert.match(body, /<photoUrls><photoUrl>https:\/\/example\.com\/1<\/photoUrl><\/photoUrls>/)
  })

  test('uploads, parameters in a part of a segment and responses of any type are answered', async () => {
    const upload = await call({
      method: 'POST',
      path: '/pet/7/image',
      headers: { 'content-type': 'multipart/form-data; boundary=b' },
      body: '--b--',
    })
    const card = await call({ path: '/pet/7/card.txt' })
    const noCard = await call({ path: '/pet/7/card.pdf' })
    const notPosted = await call({ method: 'POST', path: '/pet/7/card.txt' })

    assert.deepEqual([upload.statusCode, upload.headers['content-type']], [200, 'application/json'])
    assert.deepEqual([card.statusCode, card.body], [200, 'Tom, cat\n'])
    assert.equal(noCard.statusCode, 404)
    assert.deepEqual([notPosted.statusCode, notPosted.headers.allow], [405, 'GET, HEAD, OPTIONS'])
  })

  test('every operation answers its success', async () => {
    const pet = { headers: { 'content-type': 'application/json' }, body: '{"name":"Rex","photoUrls":[]}' }
    const calls: [FakeRequest, number][] = [
      [{ method: 'POST', path: '/pet', ...pet }, 201],
      [{ method: 'PUT', path: '/pet', ...pet }, 200],
      [{ path: '/pet/7/image' }, 200],
      [{ method: 'DELETE', path: '/pet/7' }, 204],
      [{ path: '/store/inventory' }, 200],
    ]

    for (const [request, status] of calls) {
      const { statusCode, body } = await call(request)
      assert.equal(statusCode, status, `${request.method} ${request.path}: ${body}`)
    }
  })

  test('a page of another origin may send the headers that it asks for', async () => {
    const { statusCode, headers } = await call({
      method: 'OPTIONS',
      path: '/pet/7',
      headers: { origin: 'https://app.example', 'access-control-request-headers': 'api-key, prefer' },
    })

    assert.equal(statusCode, 204)
    assert.equal(headers['access-control-allow-headers'], 'api-key, prefer')
  })
})

describe('B12 what OpenAPI leaves open', () => {
  const ok = { description: 'ok' }
  const foreign = (paths: object, more: object = {}): OpenApiDocument =>
    ({ openapi: '3.1.0', info: { title: 'Odd', version: '1' }, paths, ...more }) as unknown as OpenApiDocument
  const idsOf = (paths: object): string[] => listOperations(adaptForeign(foreign(paths)).document).map(({ id }) => id)

  test('missing operationIds are made up, others become identifiers, and none is there twice', () => {
    const paths = {
      '/pets/{petId}': { get: {}, delete: { operationId: 'delete' } },
      '/pets': { get: { operationId: 'pets.list all' }, post: { operationId: 'same' }, put: { operationId: 'same' } },
      '/2fa': { get: { operationId: '2fa' } },
      '/nothing': { get: null },
      '/null': null,
    }

    assert.deepEqual(idsOf(paths), ['get_pets_petId', '_delete', 'pets_list_all', 'same', 'same_2', '_2fa'])
  })

  test('a path item that two paths share is two operations', () => {
    const shared = { $ref: '#/components/pathItems/It' }
    const components = { pathItems: { It: { get: { operationId: 'get', responses: { 200: ok } } } } }

    const { document } = adaptForeign(foreign({ '/a': shared, '/b': shared }, { components }))

    assert.deepEqual(
      listOperations(document).map(({ id, path }) => [id, path]),
      [
        ['get', '/a'],
        ['get_2', '/b'],
      ],
    )
  })

  test('a pattern of another dialect is left out, and said', () => {
    const schema = { type: 'string', pattern: '^[\\w-.]+$' }
    const responses = { 200: json({ schema }) }

    const { document, warnings } = adaptForeign(foreign({ '/it': { get: { responses } } }))

    assert.doesNotMatch(JSON.stringify(document), /pattern/)
    assert.match(warnings.join(), /^The pattern \^\[\\w-\.\]\+\$ is no regular expression/)
  })

  test('a schema that cannot be compiled leaves its operation unchecked, not unanswered', async () => {
    const { document } = adaptForeign(
      foreign({ '/it': { get: { responses: { 200: json({ schema: { type: 'any' } }) } } } }),
    )

    const { operation, warning } = await compileInMemory('odd', document)('get_it')

    assert.match(warning ?? '', /^GET \/it is not checked: /)
    assert.equal((await mockHandler(operation, JSON.stringify(document))(eventOf({ path: '/it' }), {})).statusCode, 200)
  })

  test('a server of its own, and variables of a server, give an operation its prefix', () => {
    const servers = [{ url: 'https://{host}/{base}/', variables: { base: { default: 'v2' } } }]
    const document = foreign({ '/a': { get: {} }, '/b': { get: { servers: [{ url: '/own' }] } } }, { servers })

    const prefixes = listOperations(document).map((model) => serverPrefix(document, model))

    assert.deepEqual(prefixes, ['/v2', '/own'])
  })

  test('HEAD is answered where there is no GET, and then GET is not', async () => {
    const { document } = adaptForeign(foreign({ '/it': { head: { responses: { 200: ok } } } }))
    const routes = mockEndpoints('odd', document).map((endpoint) => ({ ...endpoint, path: endpoint.operation.path }))
    const { router } = routeMocks(routes)
    const match = router.match('/it')
    assert.ok(typeof match === 'object')
    // The hosts look a HEAD up as a GET.
    const handler = match.methods.GET

    const head = await handler?.(eventOf({ method: 'HEAD', path: '/it' }), {})
    const get = await handler?.(eventOf({ path: '/it' }), {})

    assert.equal(head?.statusCode, 200)
    assert.deepEqual([get?.statusCode, get?.headers.allow], [405, 'HEAD, OPTIONS'])
  })
})
