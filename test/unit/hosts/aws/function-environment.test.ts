import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FunctionSpec } from '../../../../lib/build/functions.ts'
import type { InventoryRow } from '../../../../lib/config/inventory.ts'
import {
  describeEnvironment,
  type EnvironmentSource,
  findEnvironmentFaults,
} from '../../../../lib/hosts/aws/function-environment.ts'

const spec: FunctionSpec = {
  name: 'shop-get-item',
  description: '',
  routes: [],
  entry: '',
  service: 'shop',
  file: 'functions/shop/get-item.ts',
}

const row = (variable: string, neededBy: string, more: Partial<InventoryRow> = {}): InventoryRow => ({
  variable,
  neededBy: [neededBy],
  required: false,
  expects: 'text',
  ...more,
})

const rows = [
  row('CATALOG_URL', 'shop'),
  row('CURSOR_SECRET', 'store', { secret: true }),
  row('LAMBDA_LOG_DAYS', 'packaging'),
  row('LOG_LEVEL', 'kit'),
  row('PORT', 'kit'),
  row('PUBLIC_URL', 'kit'),
  row('STORE_URL', 'store'),
]

function source(values: Record<string, string>, more: Partial<EnvironmentSource> = {}): EnvironmentSource {
  return {
    rows,
    values: { ENV: 'production', ...values },
    written: [],
    calls: new Map([['shop', ['catalog']]]),
    secrets: { keys: new Set(['CURSOR_SECRET']), refer: (key) => `secret ${key}` },
    ...more,
  }
}

/** The kit's variables are all in every bundle. */
const kit = 'a={LOG_LEVEL:b(),PORT:b(),PUBLIC_URL:b()};'

const environmentOf = (text: string, from: EnvironmentSource) =>
  describeEnvironment(spec, { text, stores: false, removes: false }, from)

test('a function gets what is set and its bundle has the name of, as a word of its own', () => {
  const from = source({ STORE_URL: 'dynamodb://eu-west-1/shop' }, { written: ['ENV'] })

  assert.deepEqual(environmentOf(`${kit}c.STORE_URL`, from), {
    ENV: 'production',
    STORE_URL: 'dynamodb://eu-west-1/shop',
  })
  assert.deepEqual(environmentOf(`${kit}c.STORE_URLS+MY_STORE_URL+$STORE_URL`, from), { ENV: 'production' })
})

test('a variable of the kit is used where it stands a second time', () => {
  const from = source({ LOG_LEVEL: 'warn', PUBLIC_URL: 'https://shop.example' }, { rows })

  assert.deepEqual(environmentOf(`${kit}d().LOG_LEVEL`, from), { LOG_LEVEL: 'warn' })
})

test('what is for a process or for packaging is given to no function', () => {
  const from = source({ PORT: '80', LAMBDA_LOG_DAYS: '7' })

  assert.deepEqual(environmentOf(`${kit}PORT,LAMBDA_LOG_DAYS`, from), {})
})

test('the credentials of whoever deploys are given to no function, and are no fault', () => {
  const credentials = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' }
  const own = Object.keys(credentials).map((name) => row(name, 'store', { secret: true }))
  const from = source(credentials, { rows: [...rows, ...own] })

  assert.deepEqual(environmentOf(`${kit}AWS_ACCESS_KEY_ID,AWS_SECRET_ACCESS_KEY`, from), {})
  const faults = findEnvironmentFaults(
    [],
    { ...from, values: { ...from.values, STORE_URL: 'dynamodb://eu-west-1/a' } },
    true,
  )
  assert.deepEqual(faults, [])
})

test('the address of another service is for what calls one', () => {
  const from = source({ CATALOG_URL: 'https://api.example' })

  assert.deepEqual(environmentOf(`${kit}CLIENT_TIMEOUT_MS`, from), { CATALOG_URL: 'https://api.example' })
  assert.deepEqual(environmentOf(kit, from), {})
})

test('a secret is referred to by those that use it, and its value is given to none', () => {
  assert.deepEqual(environmentOf('CURSOR_SECRET', source({})), { CURSOR_SECRET: 'secret CURSOR_SECRET' })
  assert.deepEqual(environmentOf(kit, source({})), {})
  const unknown = { keys: new Set<string>(), refer: () => 'secret' }
  assert.deepEqual(environmentOf('CURSOR_SECRET', source({ CURSOR_SECRET: 'plain' }, { secrets: unknown })), {})
})

test('what a file of tests gives a secret is no secret', () => {
  const secrets = { keys: new Set<string>(), refer: () => 'secret' }
  const from = source({ ENV: 'test', CURSOR_SECRET: 'plain' }, { secrets, written: ['CURSOR_SECRET'] })

  assert.deepEqual(environmentOf('CURSOR_SECRET', from), { CURSOR_SECRET: 'plain' })
  assert.deepEqual(findEnvironmentFaults([], from, false), [])
})

test('a variable that nobody declares is given to what has its name, and what Node reads to all', () => {
  const from = source({ SHOP_COLOUR: 'red', TZ: 'UTC' }, { written: ['SHOP_COLOUR', 'TZ'] })

  assert.deepEqual(environmentOf('SHOP_COLOUR', from), { SHOP_COLOUR: 'red', TZ: 'UTC' })
  assert.deepEqual(environmentOf('', from), { TZ: 'UTC' })
})

test('a function of the kit gets what is the kit’s: of what contracts say in words it uses nothing', () => {
  const { file: _, ...docs } = spec
  const from = source(
    { STORE_URL: 'dynamodb://eu-west-1/shop', LOG_LEVEL: 'warn', SHOP_COLOUR: 'red' },
    { written: ['SHOP_COLOUR'] },
  )
  const text = `${kit}LOG_LEVEL;"Set STORE_URL, CURSOR_SECRET and SHOP_COLOUR"`

  assert.deepEqual(describeEnvironment(docs, { text, stores: false, removes: false }, from), { LOG_LEVEL: 'warn' })
})

test('a function that has not been bundled gets whatever is declared and set', () => {
  const from = source({ STORE_URL: 'dynamodb://eu-west-1/shop', PORT: '80' })

  const environment = describeEnvironment(spec, undefined, from)

  assert.deepEqual(environment, { CURSOR_SECRET: 'secret CURSOR_SECRET', STORE_URL: 'dynamodb://eu-west-1/shop' })
})

test('a missing secret is named with the way that leads to functions, and one that is there is no fault', () => {
  const missing = [
    { variable: 'CURSOR_SECRET', message: 'is required' },
    { variable: 'STORE_URL', message: 'is required' },
    { variable: 'PORT', message: 'must be a port' },
  ]
  const none = { keys: new Set<string>(), refer: () => '' }

  const without = findEnvironmentFaults(missing, source({}, { secrets: none }), true)
  const held = findEnvironmentFaults(missing, source({}), true)

  assert.deepEqual(
    without.map(({ variable }) => variable),
    ['CURSOR_SECRET', 'STORE_URL'],
  )
  assert.match(
    without[0]?.message ?? '',
    /^is required; put it into the secret of Secrets Manager, .*LAMBDA_SECRET_KEYS$/,
  )
  assert.deepEqual(
    held.map(({ variable }) => variable),
    ['STORE_URL'],
  )
})

test('a secret whose value is at hand is refused, unless it comes from Secrets Manager', () => {
  const none = { keys: new Set<string>(), refer: () => '' }

  const [fault] = findEnvironmentFaults([], source({ CURSOR_SECRET: 'plain' }, { secrets: none }), false)

  assert.match(fault?.message ?? '', /its value would stand in the template/)
  assert.deepEqual(findEnvironmentFaults([], source({ CURSOR_SECRET: 'plain' }), false), [])
})
