import assert from 'node:assert/strict'
import { test } from 'node:test'
import { email, host } from 'envalid'
import { readVariables } from '../../../lib/config/read-variables.ts'
import { type Variable, variable } from '../../../lib/config/variable.ts'
import { choice, flag, integer, json, list, number, port, text, url } from '../../../lib/config/variable-types.ts'

/** What a text is read as, or the message that refuses it. */
function read(declaration: Variable<unknown>, input: string): unknown {
  const { settings, faults } = readVariables({ A: declaration }, () => input)
  return faults[0]?.message ?? settings.A
}

test('text is taken as it is', () => {
  assert.equal(read(text(), ' a b '), ' a b ')
})

test('a whole number is exact, and nothing else is one', () => {
  assert.equal(read(integer(), '42'), 42)
  assert.equal(read(integer(), '-7'), -7)
  assert.equal(read(integer(), ' 9007199254740991 '), 9007199254740991)
  for (const input of ['1.5', '10abc', '0x10', '1e3', '9007199254740993', 'NaN', ' ']) {
    assert.equal(read(integer(), input), `must be a whole number, is ${JSON.stringify(input)}`)
  }
})

test('a number is decimal and finite', () => {
  assert.equal(read(number(), '0.25'), 0.25)
  assert.equal(read(number(), '-.5'), -0.5)
  assert.equal(read(number(), '1e3'), 1000)
  for (const input of ['Infinity', '1e999', '0x10', '1.2.3', '1,5', 'ten', 'e']) {
    assert.equal(read(number(), input), `must be a number, is ${JSON.stringify(input)}`)
  }
})

test('the limits of a number are inclusive, and told', () => {
  assert.equal(read(integer({ min: 1, max: 3 }), '1'), 1)
  assert.equal(read(integer({ min: 1, max: 3 }), '3'), 3)
  assert.equal(read(integer({ min: 1, max: 3 }), '4'), 'must be a whole number from 1 to 3, is "4"')
  assert.equal(read(integer({ min: 0 }), '-1'), 'must be a whole number of at least 0, is "-1"')
  assert.equal(read(number({ max: 0.5 }), '0.6'), 'must be a number of at most 0.5, is "0.6"')
})

test('a flag is on or off in six spellings', () => {
  for (const input of ['on', 'true', '1', 'ON', 'True']) assert.equal(read(flag(), input), true)
  for (const input of ['off', 'false', '0', 'Off']) assert.equal(read(flag(), input), false)
  assert.equal(read(flag(), 'maybe'), 'must be on or off, is "maybe"')
})

test('a port is a TCP port, and 0 only where it is allowed', () => {
  assert.equal(read(port(), '65535'), 65535)
  assert.equal(read(port({ allowZero: true }), '0'), 0)
  assert.equal(read(port(), '0'), 'must be a port number from 1 to 65535, is "0"')
  assert.equal(read(port(), '65536'), 'must be a port number from 1 to 65535, is "65536"')
})

test('a URL has a scheme; a host and a port alone are none', () => {
  for (const input of ['https://shop.example/a?b=c', 'sqljs:.data/', 'sqljs::memory:', 'dynamodb://eu-west-1/shop']) {
    assert.equal(read(url(), input), input)
  }
  for (const input of ['catalog:8080', 'catalog.internal:8080/x', '/only/a/path', 'shop']) {
    assert.equal(read(url(), input), `must be a URL, is "${input}"`)
  }
})

test('the schemes of a URL can be limited', () => {
  const web = url({ schemes: ['http', 'https'] })

  assert.equal(read(web, 'http://catalog:8080'), 'http://catalog:8080')
  assert.equal(read(web, 'ftp://catalog'), 'must be a URL that starts with http: or https:, is "ftp://catalog"')
})

test('a list is split at commas, trimmed, and without empty entries', () => {
  assert.deepEqual(read(list(), ' a, b ,,c,'), ['a', 'b', 'c'])
  assert.equal(read(list(), ' , '), 'must be a list separated by commas, is " , "')
})

test('a choice is one of its words', () => {
  assert.equal(read(choice(['eu', 'us']), 'us'), 'us')
  assert.equal(read(choice(['eu', 'us']), 'US'), 'must be one of eu, us, is "US"')
})

test('JSON is parsed, and checked by what its author gives', () => {
  const zones = json({
    check: (value) => {
      if (!Array.isArray(value)) throw new Error('must have a list of zones')
      return value.map(String)
    },
  })

  assert.deepEqual(read(json(), '{"a":[null]}'), { a: [null] })
  assert.equal(read(json(), 'null'), null)
  assert.equal(read(json(), '{'), 'must be JSON, is "{"')
  assert.deepEqual(read(zones, '["eu"]'), ['eu'])
  assert.equal(read(zones, '{}'), 'must have a list of zones')
})

test('a type of your own needs a name and a parser', () => {
  const colour = variable('a colour such as #ff8800', (input) => (/^#[0-9a-f]{6}$/.test(input) ? input : undefined))

  assert.equal(read(colour(), '#00ff00'), '#00ff00')
  assert.equal(read(colour(), 'red'), 'must be a colour such as #ff8800, is "red"')
})

test('the validators of envalid serve as parsers', () => {
  const address = variable('an e-mail address', email()._parse)
  const machine = variable('a host', host()._parse)

  assert.equal(read(machine(), 'db.shop.example'), 'db.shop.example')
  assert.equal(read(address(), 'nobody'), 'Invalid email address: "nobody"')
})
