import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { ConfigError } from '../../../lib/config/config-error.ts'
import { kitSettings, kitVariables, readKitSettings } from '../../../lib/config/kit.ts'
import { kitDescriptions } from '../../../lib/config/kit-descriptions.ts'

const root = join(import.meta.dirname, '../../..')

test('nothing has to be set', () => {
  const settings = readKitSettings({})

  assert.deepEqual(
    { ...settings },
    {
      ENV: 'dev',
      PORT: 3000,
      HOST: '',
      SERVICES: undefined,
      WEB_CONCURRENCY: 1,
      LOG_LEVEL: 'info',
      ACCESS_LOG: true,
      ACCESS_LOG_SAMPLE: 1,
      LOG_PSEUDONYM_KEY: undefined,
      METRICS: undefined,
      METRICS_TOKEN: undefined,
      VERSION: undefined,
      PUBLIC_URL: undefined,
      CORS_ORIGINS: ['*'],
      DOCS: true,
      DOCS_CLIENT_ID: undefined,
      RESPONSE_CHECK: 'strict',
      RESPONSE_SAMPLE_RATE: 0.01,
      TRUST_PROXY: 0,
      RATE_LIMITS: 'memory',
      BODY_LIMIT: 1048576,
      REQUEST_TIMEOUT_MS: 30000,
      HANDLER_TIMEOUT_MS: 29000,
      SHUTDOWN_TIMEOUT_MS: 10000,
      RECOVER_INTERVAL_MS: 60000,
      OVERLOAD_LAG_MS: 200,
    },
  )
})

test('E01 all faults of the kit come in one error', () => {
  const env = { PORT: '80000', LOG_LEVEL: 'loud', DOCS: 'maybe', RESPONSE_SAMPLE_RATE: '2', BODY_LIMIT: '-1' }

  assert.throws(
    () => readKitSettings(env),
    (error) => {
      assert.ok(error instanceof ConfigError)
      assert.deepEqual(error.message.split('\n'), [
        'BODY_LIMIT: must be a whole number of at least 0, is "-1"',
        'DOCS: must be on or off, is "maybe"',
        'LOG_LEVEL: must be one of trace, debug, info, warn, error, fatal, silent, is "loud"',
        'PORT: must be a port number from 0 to 65535, is "80000"',
        'RESPONSE_SAMPLE_RATE: must be a number from 0 to 1, is "2"',
      ])
      return true
    },
  )
})

test('responses are checked strictly at the desk and in tests, by sample elsewhere, and as told', () => {
  assert.equal(readKitSettings({ ENV: '' }).RESPONSE_CHECK, 'strict')
  assert.equal(readKitSettings({ ENV: 'test' }).RESPONSE_CHECK, 'strict')
  assert.equal(readKitSettings({ ENV: 'production' }).RESPONSE_CHECK, 'sample')
  assert.equal(readKitSettings({ ENV: 'devel' }).RESPONSE_CHECK, 'sample')
  assert.equal(readKitSettings({ ENV: 'production', RESPONSE_CHECK: 'strict' }).RESPONSE_CHECK, 'strict')
})

test('SERVICES is a list, and all services when it is not set', () => {
  assert.deepEqual(readKitSettings({ SERVICES: ' catalog, orders,' }).SERVICES, ['catalog', 'orders'])
  assert.equal(readKitSettings({ SERVICES: '' }).SERVICES, undefined)
})

test('PUBLIC_URL keeps its path prefix and loses the slash at its end', () => {
  assert.equal(readKitSettings({ PUBLIC_URL: 'https://api.example/' }).PUBLIC_URL, 'https://api.example')
  assert.equal(readKitSettings({ PUBLIC_URL: 'https://api.example/v1/' }).PUBLIC_URL, 'https://api.example/v1')
  for (const address of ['api.example', 'api:8080', 'ftp://api.example', 'https://api.example/?a=b', 'https://a/#b']) {
    assert.throws(() => readKitSettings({ PUBLIC_URL: address }), ConfigError, address)
  }
})

test('CORS_ORIGINS are origins: no path, no slash at the end', () => {
  assert.deepEqual(readKitSettings({ CORS_ORIGINS: 'https://a.example, http://b.example:8080' }).CORS_ORIGINS, [
    'https://a.example',
    'http://b.example:8080',
  ])
  for (const origin of ['https://a.example/', 'a.example', 'https://a.example/x']) {
    assert.throws(() => readKitSettings({ CORS_ORIGINS: origin }), ConfigError, origin)
  }
})

test('any free port may be asked for', () => {
  assert.equal(readKitSettings({ PORT: '0' }).PORT, 0)
})

test('a time that no timer can wait is refused; no time at all is for recovery alone', () => {
  assert.equal(readKitSettings({ HANDLER_TIMEOUT_MS: '2147483647' }).HANDLER_TIMEOUT_MS, 2147483647)
  assert.throws(() => readKitSettings({ HANDLER_TIMEOUT_MS: '2147483648' }), ConfigError)
  assert.throws(() => readKitSettings({ HANDLER_TIMEOUT_MS: '0' }), ConfigError)
  assert.equal(readKitSettings({ RECOVER_INTERVAL_MS: '0' }).RECOVER_INTERVAL_MS, 0)
})

test("the process's settings are read once", () => {
  assert.equal(kitSettings(), kitSettings())
})

test('every variable has a description, in the same order', () => {
  assert.deepEqual(Object.keys(kitDescriptions), Object.keys(kitVariables({})))
})

test("the kit's settings cost a cold start at most 2.5 KB", async () => {
  const bundle = await build({
    stdin: { contents: "export { kitSettings } from './lib/config/kit.ts'", resolveDir: root },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'node',
  })

  const size = gzipSync(bundle.outputFiles[0]?.contents ?? '').length

  assert.ok(size < 2560, `${size} bytes`)
})
