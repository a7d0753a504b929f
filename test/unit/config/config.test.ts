import assert from 'node:assert/strict'
import { test } from 'node:test'
import { config } from '../../../lib/config/config.ts'
import { ConfigError, type ConfigFault } from '../../../lib/config/config-error.ts'
import { listDeclarations } from '../../../lib/config/registry.ts'
import type { Environment } from '../../../lib/config/source.ts'
import type { Schema } from '../../../lib/config/variable.ts'
import { choice, flag, integer, list, text, url } from '../../../lib/config/variable-types.ts'

function errorOf(schema: Schema, env: Environment): ConfigError {
  try {
    config('faulty', schema, env)
  } catch (error) {
    if (error instanceof ConfigError) return error
  }
  throw new Error('the config should have been refused')
}

function messageOf(schema: Schema, env: Environment): string {
  return errorOf(schema, env).message
}

test('settings have the types that were declared', () => {
  const schema = {
    SHOP_NAME: text(),
    SHOP_LIMIT: integer({ default: 20 }),
    SHOP_OPEN: flag({ default: true }),
    SHOP_ZONE: choice(['eu', 'us']),
    SHOP_NOTE: text({ optional: true }),
    SHOP_TAGS: list({ default: [] }),
  }

  const settings = config('typed', schema, { SHOP_NAME: 'Corner', SHOP_ZONE: 'eu', SHOP_OPEN: 'off' })

  const name: string = settings.SHOP_NAME
  const limit: number = settings.SHOP_LIMIT
  const open: boolean = settings.SHOP_OPEN
  const zone: 'eu' | 'us' = settings.SHOP_ZONE
  const note: string | undefined = settings.SHOP_NOTE
  const tags: readonly string[] = settings.SHOP_TAGS
  assert.deepEqual(
    { name, limit, open, zone, note, tags },
    {
      name: 'Corner',
      limit: 20,
      open: false,
      zone: 'eu',
      note: undefined,
      tags: [],
    },
  )
})

test('what was not declared, or may be missing, does not compile', () => {
  const settings = config('strict', { NOTE: text({ optional: true }), ZONE: choice(['eu']) }, { ZONE: 'eu' })

  // @ts-expect-error there is no such variable
  assert.equal(settings.NOTES, undefined)
  // @ts-expect-error it may be undefined
  const note: string = settings.NOTE
  // @ts-expect-error it is none of the choices
  const zone: 'us' = settings.ZONE
  // @ts-expect-error a default of another type
  text({ default: 1 })
  // @ts-expect-error a default that is none of the choices
  choice(['eu', 'us'], { default: 'mars' })
  // @ts-expect-error what has a default is never missing
  text({ default: 'x', optional: true })
  // @ts-expect-error a mistyped option
  text({ defualt: 'x' })

  assert.deepEqual([note, zone], [undefined, 'eu'])
})

test('settings cannot be changed', () => {
  const settings = config('frozen', { NAME: text({ default: 'a' }), TAGS: list() }, { TAGS: 'a,b' })

  assert.ok(Object.isFrozen(settings))
  assert.ok(Object.isFrozen(settings.TAGS))
})

test('E01 several variables missing or wrong: one error lists all of them, sorted, with exit code 78', () => {
  const schema = {
    SHOP_LIMIT: integer(),
    API_KEY: text({ secret: true, description: 'key of the payment provider' }),
    SHOP_URL: url({ example: 'https://shop.example' }),
    SHOP_ZONE: choice(['eu', 'us']),
    SHOP_NAME: text(),
  }

  const error = errorOf(schema, { SHOP_LIMIT: 'ten', SHOP_ZONE: 'mars', SHOP_NAME: 'fine' })

  assert.equal(error.exitCode, 78)
  assert.deepEqual(error.message.split('\n'), [
    'API_KEY: is required (key of the payment provider)',
    'SHOP_LIMIT: must be a whole number, is "ten"',
    'SHOP_URL: is required (for example https://shop.example)',
    'SHOP_ZONE: must be one of eu, us, is "mars"',
  ])
  assert.deepEqual(error.faults[0], {
    variable: 'API_KEY',
    message: 'is required (key of the payment provider)',
  } satisfies ConfigFault)
})

test('the same fault of two services is told once', () => {
  const fault = { variable: 'A', message: 'is required' }

  const error = new ConfigError([fault, { ...fault }])

  assert.equal(error.message, 'A: is required')
  assert.equal(error.faults.length, 1)
})

test('an empty variable counts as missing', () => {
  const settings = config('empty', { A: text({ default: 'x' }), B: integer({ optional: true }) }, { A: '', B: '' })

  assert.deepEqual({ ...settings }, { A: 'x', B: undefined })
  assert.equal(messageOf({ C: text() }, { C: '' }), 'C: is required')
})

test('an empty variable is a value where the declaration allows it', () => {
  const settings = config('emptied', { A: text({ allowEmpty: true, default: 'x' }) }, { A: '' })

  assert.equal(settings.A, '')
})

test("a secret's value is never shown, not even by its own parser", () => {
  const secret = variableThatQuotes()

  const message = messageOf(
    { A: integer({ secret: true }), B: secret({ secret: true }) },
    { A: 'hunter2', B: 'hunter2' },
  )

  assert.doesNotMatch(message, /hunter2/)
  assert.match(message, /^A: must be a whole number \(its value is secret\)$/m)
})

test('the name and password in a URL are not shown', () => {
  const message = messageOf({ A: url({ schemes: ['https'] }) }, { A: 'ftp://joe:hunter2@files/x' })

  assert.equal(message, 'A: must be a URL that starts with https:, is "ftp://••••@files/x"')
})

test('a long value is cut, and its control characters are escaped', () => {
  const message = messageOf({ A: integer(), B: integer() }, { A: 'x'.repeat(1000), B: 'a\nB: all right' })

  assert.ok(message.length < 300)
  assert.match(message, /B: must be a whole number, is "a\\nB: all right"$/)
})

test('what a service declares, and its faults, can be listed', () => {
  config('listed', { LISTED_NAME: text({ default: 'a' }) }, {})
  assert.throws(() => config('listed', { LISTED_KEY: text() }, {}), ConfigError)

  const declaration = listDeclarations().find(({ service }) => service === 'listed')

  assert.deepEqual(Object.keys(declaration?.schema ?? {}), ['LISTED_NAME', 'LISTED_KEY'])
  assert.deepEqual(declaration?.faults, [{ variable: 'LISTED_KEY', message: 'is required' }])
})

test('a declaration that is read again forgets its old faults', () => {
  assert.throws(() => config('again', { AGAIN: text() }, {}), ConfigError)
  config('again', { AGAIN: text() }, { AGAIN: 'now' })

  const declaration = listDeclarations().find(({ service }) => service === 'again')

  assert.deepEqual(declaration?.faults, [])
})

function variableThatQuotes() {
  return (options: { secret: true }) => ({
    ...text(options),
    parse: (input: string): string => {
      throw new Error(`what is ${input}?`)
    },
  })
}
