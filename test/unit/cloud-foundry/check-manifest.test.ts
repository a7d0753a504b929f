import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkManifest } from '../../../lib/cloud-foundry/check-manifest.ts'

const faultsOf = (attributes: object): string[] => checkManifest({ applications: [{ name: 'shop', ...attributes }] })

test('a manifest with what the platform knows has no faults', () => {
  const faults = faultsOf({
    memory: '128M',
    disk_quota: '1GB',
    instances: 0,
    'health-check-type': 'http',
    'health-check-http-endpoint': '/health/live',
    routes: [{ route: 'shop.example.com/catalog', protocol: 'http2' }],
    services: ['store', { name: 'tables', binding_name: 'other' }],
    env: { ENV: 'production' },
    sidecars: [],
  })

  assert.deepEqual(faults, [])
})

test('every fault is told at once, with the application that it is about', () => {
  const faults = faultsOf({
    memroy: '128M',
    memory: 128,
    instances: '2',
    'health-check-http-endpoint': 'ready',
    routes: [{ route: 'https://shop.example.com' }],
    services: [{ instance: 'store' }],
    env: { PORT: '80', VCAP_SERVICES: '{}', WEB_CONCURRENCY: 1 },
  })

  assert.deepEqual(faults, [
    'shop: there is no attribute "memroy"',
    'shop: memory must be an amount with its unit, such as 128M',
    'shop: instances must be a whole number',
    'shop: health-check-http-endpoint must be a path',
    'shop: health-check-http-endpoint needs health-check-type: http',
    'shop: a route must have no scheme',
    'shop: services must be a list of names, or of objects with a name',
    'shop: env must not set PORT: the platform does',
    'shop: env must not set VCAP_SERVICES: the platform does',
    'shop: env.WEB_CONCURRENCY must be a text, in quotes',
  ])
})

test('what is no manifest at all is told, too', () => {
  assert.deepEqual(checkManifest([]), ['must be an object with "applications"'])
  assert.deepEqual(checkManifest({ version: 2, applications: [] }), [
    'version must be 1',
    'applications must be a list of at least one application',
  ])
  assert.deepEqual(checkManifest({ applications: [{ path: '.' }, { name: 'a' }, { name: 'a' }] }), [
    'application 1: must be an object with a name',
    'a: there are two of this name',
  ])
})
