import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Application, Manifest } from '../../../lib/cloud-foundry/manifest.ts'
import { mergeManifest } from '../../../lib/cloud-foundry/merge-manifest.ts'
import type { DeclaredVariable } from '../../../lib/config/declared-variables.ts'

const application = (about: Partial<Application>): Application => ({
  name: 'shop',
  path: 'dist',
  command: 'node server.js',
  memory: '128M',
  instances: 2,
  routes: [{ route: '((host))' }],
  services: [],
  env: {},
  ...about,
})

const bound = (service: string): DeclaredVariable => ({
  variable: 'STORE_URL',
  neededBy: ['store'],
  expects: 'a text',
  desk: { required: false },
  elsewhere: { required: true },
  binding: { service, key: 'url' },
})

const merge = (own: Application, derived: Application, ...variables: DeclaredVariable[]): Application | undefined =>
  mergeManifest({ version: 1, applications: [own] }, [derived], variables).applications[0]

test('what somebody has decided stays: memory, instances, values, attributes and service instances of their own', () => {
  const own = application({
    memory: '256M',
    instances: 4,
    stack: 'cflinuxfs4',
    services: ['logs'],
    env: { ENV: 'production', LOG_LEVEL: 'warn' },
  })

  const merged = merge(own, application({ services: ['store'], env: { ENV: '((env))', VERSION: '((version))' } }))

  assert.deepEqual(merged, {
    ...own,
    services: ['logs', 'store'],
    env: { ENV: 'production', VERSION: '((version))', LOG_LEVEL: 'warn' },
  })
})

test('what the contracts no longer ask for is taken out: paths, addresses, instances, services that an application runs', () => {
  const own = application({
    routes: [{ route: '((host))/shop' }, { route: '((host))/till' }, { route: 'shop.example.com' }],
    services: ['store', 'logs'],
    env: { SERVICES: 'shop,till', TILL_URL: '((url))', PUBLIC_URL: '((url))' },
  })

  const merged = merge(
    own,
    application({ routes: [{ route: '((host))/shop' }], env: { SERVICES: 'shop', PUBLIC_URL: '((url))' } }),
    bound('store'),
  )

  assert.deepEqual(merged?.routes, [{ route: '((host))/shop' }, { route: 'shop.example.com' }])
  assert.deepEqual(merged?.services, ['logs'])
  assert.deepEqual(merged?.env, { SERVICES: 'shop', PUBLIC_URL: '((url))' })
})

test('an instance of another name in this space is known by the name that it is bound by', () => {
  const store = { name: 'shop-production-tables', binding_name: 'store' }

  const merged = merge(application({ services: [store] }), application({ services: ['store'] }), bound('store'))

  assert.deepEqual(merged?.services, [store])
})

test('the application of a service that is gone goes, and those of other names stay', () => {
  const written: Manifest = {
    applications: [
      application({}),
      application({ name: 'shop-till', env: { SERVICES: 'till' } }),
      application({ name: 'worker', env: { SERVICES: 'till' } }),
    ],
  }

  const { applications } = mergeManifest(written, [application({}), application({ name: 'shop-mail' })], [])

  assert.deepEqual(
    applications.map(({ name }) => name),
    ['shop', 'worker', 'shop-mail'],
  )
})

test('what somebody has taken out stays out, and so do routes where there are to be none', () => {
  const derived = application({ 'readiness-health-check-type': 'http', stack: 'cflinuxfs4' })
  const { path: _, routes: __, ...worker } = application({ 'no-route': true })

  const merged = merge(worker as Application, derived)

  assert.deepEqual(merged, worker)
})

test('an order that somebody has given to routes and instances stays', () => {
  const own = application({
    routes: [{ route: 'shop.example.com' }, { route: '((host))/till' }, { route: '((host))/shop' }],
    services: ['store', 'auth-client'],
  })
  const derived = application({
    routes: [{ route: '((host))/shop' }, { route: '((host))/till' }],
    services: ['auth-client', 'store'],
  })

  const merged = merge(own, derived, bound('store'), bound('auth-client'))

  assert.deepEqual(merged, own)
})
