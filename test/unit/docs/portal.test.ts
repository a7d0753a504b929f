import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPortal } from './portal-under-test.ts'

const { body: page = '', headers } = await createPortal().get('/docs')

test('B13 /docs lists every service and operation of the deployment', () => {
  for (const title of ['Shop &lt;b&gt;', 'Time']) assert.match(page, new RegExp(`<h2.*>${title}</a></h2>`))
  const operations = [...page.matchAll(/data-operation="(\w+)"/g)].map(([, id]) => id)
  assert.deepEqual(operations, ['listProducts', 'addProduct', 'getProduct', 'removeProduct', 'getTime'])
  assert.match(page, /2 services, 5 operations/)
  assert.match(page, /<span class="method delete">DELETE<\/span>\n<span class="what"><code>\/shop<wbr>\/products/)
  assert.match(page, /Remove a product/)
})

test('B13 every operation of the list is the target of its deep link, without a script too', () => {
  for (const [, target = ''] of page.matchAll(/href="#(\/[^"]+)"/g)) assert.match(page, new RegExp(`id="${target}"`))
})

test('the lock says what a call needs', () => {
  const locks = [...page.matchAll(/aria-label="((?:Needs|Takes) [^"]+)"/g)].map(([, words]) => words)

  assert.deepEqual(locks, ['Takes key', 'Needs oauth (shop:write) and key', 'Needs oauth (shop:read)'])
})

test('a deprecated operation is marked', () => {
  assert.match(page, /data-operation="getProduct" class="operation deprecated"/)
})

test('text of a contract stays text', () => {
  assert.doesNotMatch(page, /<script>|<img|<b>/)
  assert.match(page, /Sells &quot;this&quot; &amp; &lt;script&gt;alert\(1\)&lt;\/script&gt;/)
  assert.match(page, /List &lt;img src=x onerror=alert\(1\)&gt;/)
})

test('the page says which version, commit and environment it is about', () => {
  assert.match(page, /Version 1\.2\.3/)
  assert.match(page, /<code title="0123456789abcdef">0123456<\/code>/)
  assert.match(page, /class="environment"[^>]*>dev</)
})

test('B13 behind a path prefix every address of the page leads below the prefix, and is answered', () => {
  const { answers } = createPortal()
  const addresses = [...page.matchAll(/(?:href|src)="([^"#]+)"/g)].map(([, address = '']) => address)
  const paths = addresses.map((address) => new URL(address, 'https://example.com/some/prefix/docs').pathname)

  assert.ok(paths.length > 8)
  for (const path of paths) {
    assert.ok(path.startsWith('/some/prefix/'), path)
    const own = path.slice('/some/prefix'.length)
    assert.ok(answers(own) || /^\/(?:shop|time)\/-\/(?:openapi\.json|health|version)$/.test(own), own)
  }
})

test('the page has a strict policy, keeps the other security headers, and holds nothing inline', () => {
  assert.equal(
    headers['content-security-policy'],
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'none'; frame-ancestors 'none'; " +
      "base-uri 'none'; script-src 'self'; connect-src 'self'",
  )
  assert.equal(headers['x-content-type-options'], 'nosniff')
  assert.equal(headers['referrer-policy'], 'no-referrer')
  assert.equal(headers['content-type'], 'text/html; charset=utf-8')
  assert.doesNotMatch(page, /<style|<script(?! src=)|\sstyle=|\son\w+="/)
})

test('contracts are loaded for the first page, not before, and once', async () => {
  const { get, contractsLoaded } = createPortal()
  assert.equal(contractsLoaded(), 0)

  await get('/docs/problems')
  await get('/docs/portal.css')
  assert.equal(contractsLoaded(), 0)

  await Promise.all([get('/docs'), get('/docs')])
  assert.equal(contractsLoaded(), 2)
})

test('a contract that could not be loaded is asked for again by the next request', async () => {
  const { docsEndpoints } = await import('../../../lib/docs/endpoints.ts')
  let calls = 0
  const loadContract = async (): Promise<string> => {
    calls += 1
    if (calls === 1) throw new Error('not there yet')
    return '{"openapi":"3.1.0","info":{"title":"Late","version":"1"}}'
  }
  const [portal] = docsEndpoints([{ name: 'late', loadContract }], { version: '1', commit: 'unknown' })
  const event = { rawPath: '/docs', headers: {}, requestContext: { http: { method: 'GET' } } } as never

  assert.equal((await portal?.handler(event, {}))?.statusCode, 500)
  assert.match((await portal?.handler(event, {}))?.body ?? '', /Late/)
})

test('HEAD of the page has its headers and no body', async () => {
  const result = await createPortal().get('/docs', {}, 'HEAD')

  assert.equal(result.statusCode, 200)
  assert.equal(result.body, undefined)
  assert.equal(result.headers['content-length'], String(Buffer.byteLength(page)))
  assert.equal(result.headers.etag, headers.etag)
})
