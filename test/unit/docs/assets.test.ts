import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { copyAssets, loadAsset } from '../../../lib/docs/assets.ts'
import { createPortal } from './portal-under-test.ts'

const { get } = createPortal()
const source = join(import.meta.dirname, '../../../lib/docs')
const bundle = readFileSync(createRequire(import.meta.url).resolve('swagger-ui-dist/swagger-ui-bundle.js'), 'utf8')

test('B13 an asset comes with its media type, as it is in its package', async () => {
  const { statusCode, headers, body } = await get('/docs/swagger-ui-bundle.js')

  assert.equal(statusCode, 200)
  assert.equal(headers['content-type'], 'text/javascript; charset=utf-8')
  assert.equal(headers['content-encoding'], undefined)
  assert.equal(body, bundle)
  assert.equal((await get('/docs/portal.css')).headers['content-type'], 'text/css; charset=utf-8')
  assert.equal((await get('/docs/icon.svg')).headers['content-type'], 'image/svg+xml')
})

test('B13 an asset is compressed for a client that takes gzip', async () => {
  const result = await get('/docs/swagger-ui-bundle.js', { 'accept-encoding': 'br, gzip;q=0.8' })

  assert.equal(result.headers['content-encoding'], 'gzip')
  assert.equal(result.headers.vary, 'accept-encoding')
  assert.equal(result.isBase64Encoded, true)
  const bytes = Buffer.from(result.body ?? '', 'base64')
  assert.ok(bytes.length < 500_000)
  assert.equal(gunzipSync(bytes).toString(), bundle)
})

test('a client that refuses gzip gets plain text', async () => {
  for (const header of ['identity', 'gzip;q=0', 'gzip;q=0, *', '*;q=0', 'xgzip', '']) {
    const { headers } = await get('/docs/portal.js', { 'accept-encoding': header })
    assert.equal(headers['content-encoding'], undefined, header)
  }
  for (const header of ['gzip', 'GZIP ; q=0.5', '*', 'br;q=1.0, gzip']) {
    const { headers } = await get('/docs/portal.js', { 'accept-encoding': header })
    assert.equal(headers['content-encoding'], 'gzip', header)
  }
})

test('a client that has an asset is told so; its two forms have two tags', async () => {
  const plain = await get('/docs/portal.js')
  const zipped = await get('/docs/portal.js', { 'accept-encoding': 'gzip' })
  const again = await get('/docs/portal.js', {
    'accept-encoding': 'gzip',
    'if-none-match': zipped.headers.etag ?? '',
  })

  assert.notEqual(plain.headers.etag, zipped.headers.etag)
  assert.equal(plain.headers['cache-control'], 'no-cache')
  assert.equal(again.statusCode, 304)
  assert.equal(again.body, undefined)
})

test('what is not in the list of assets is 404, whatever it says', async () => {
  for (const name of [
    'x',
    'endpoints.ts',
    'swagger-ui-bundle.js.map',
    '..%2Fendpoints.ts',
    '%2e%2e%2fhtml.ts',
    'page.css%00',
  ])
    assert.equal((await get(`/docs/${name}`)).statusCode, 404, name)
})

test('every asset that the script of the portal loads is in the list', async () => {
  const script = readFileSync(join(source, 'portal/portal.js'), 'utf8')
  const names = [...script.matchAll(/'docs\/([^']+)'/g)].map(([, name = '']) => name)

  assert.deepEqual(names, ['swagger-ui.css', 'swagger-theme.css', 'swagger-ui-bundle.js', 'oauth2-redirect.html'])
  for (const name of names) assert.ok(await loadAsset(name), name)
})

test('B13 a build finds its assets beside the bundle and beside the folder of its chunks, with no package installed', async () => {
  const dist = mkdtempSync(join(tmpdir(), 'docs-assets-'))
  after(() => rmSync(dist, { recursive: true }))
  await copyAssets(join(dist, 'docs-assets'))
  await build({
    entryPoints: { 'chunks/assets': join(source, 'assets.ts'), assets: join(source, 'assets.ts') },
    outdir: dist,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    logLevel: 'silent',
  })

  for (const file of ['assets.mjs', 'chunks/assets.mjs']) {
    const built: typeof import('../../../lib/docs/assets.ts') = await import(pathToFileURL(join(dist, file)).href)
    assert.equal((await built.loadAsset('swagger-ui-bundle.js'))?.text(), bundle)
    assert.equal((await built.loadAsset('portal.css'))?.text(), readFileSync(join(source, 'portal/portal.css'), 'utf8'))
  }
  // The licences go wherever the bundle goes.
  const licences = ['LICENSE.gz', 'NOTICE.gz', 'swagger-ui-bundle.js.LICENSE.txt.gz']
  const written = readdirSync(join(dist, 'docs-assets'))
  assert.deepEqual(
    licences.filter((file) => !written.includes(file)),
    [],
  )
})
