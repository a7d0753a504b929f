import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FunctionSpec } from '../../../../lib/build/functions.ts'
import { nameFunctions } from '../../../../lib/hosts/aws/function-names.ts'

const spec = (name: string): FunctionSpec => ({ name, description: '', routes: [], entry: '', service: undefined })
const functions = ['till-list-bills', 'docs'].map(spec)

test('in the stack of all services serverless names functions, and those of others begin with their stack', () => {
  assert.deepEqual([...nameFunctions(functions, 'shop-dev', undefined)], [])
  assert.deepEqual(
    [...nameFunctions(functions, 'shop-till-dev', ['till'])],
    [
      ['till-list-bills', 'shop-till-dev-list-bills'],
      ['docs', 'shop-till-dev-docs'],
    ],
  )
  assert.deepEqual(
    [...nameFunctions(functions, 'shop-mail-till-dev', ['mail', 'till'])].map(([, name]) => name),
    ['shop-mail-till-dev-till-list-bills', 'shop-mail-till-dev-docs'],
  )
})

test('a name that is too long for Lambda is cut, and two of the same beginning stay two', () => {
  const long = ['first', 'second'].map((end) => spec(`shop-${'read-the-reports-of-a-quarter-'.repeat(2)}${end}`))

  const names = [...nameFunctions([...functions, ...long], 'shop-production', undefined).values()]

  assert.equal(names.length, 2)
  assert.equal(new Set(names).size, 2)
  for (const name of names) assert.match(name, /^shop-production-shop-read[\w-]+-[\da-f]{8}$/)
  for (const name of names) assert.equal(name.length, 64)
})
