import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkContract } from '../../../lib/contract/check.ts'
import { readDate, readDeprecation } from '../../../lib/contract/deprecation.ts'
import { loadContract } from '../../../lib/contract/load.ts'
import { contract, createProject, handler } from '../../fakes/project.ts'

const since = { deprecated: true, 'x-deprecated-since': '2026-06-01' }

test('a deprecated operation has the headers of RFC 9745 and RFC 8594', () => {
  assert.deepEqual(readDeprecation(since), { deprecation: '@1780272000' })
  assert.deepEqual(
    readDeprecation({
      ...since,
      'x-sunset': '2026-12-31T23:59:59Z',
      'x-deprecation-link': 'https://docs.example/a b',
      'x-sunset-link': 'https://docs.example/sunsets',
    }),
    {
      deprecation: '@1780272000',
      sunset: 'Thu, 31 Dec 2026 23:59:59 GMT',
      link: '<https://docs.example/a%20b>; rel="deprecation", <https://docs.example/sunsets>; rel="sunset"',
    },
  )
})

test('an operation that is not deprecated has none', () => {
  assert.equal(readDeprecation({}), undefined)
  assert.equal(readDeprecation({ deprecated: false }), undefined)
})

test('what is wrong is said by the word that it is about', () => {
  const wrong: [written: object, word: string, message: RegExp][] = [
    [{ deprecated: true }, 'x-deprecated-since', /since when/],
    [{ deprecated: true, 'x-deprecated-since': 'June' }, 'x-deprecated-since', /since when/],
    [{ ...since, 'x-sunset': '2026-02-30' }, 'x-sunset', /no date/],
    [{ ...since, 'x-sunset': '2026-05-31' }, 'x-sunset', /earlier/],
    [{ ...since, 'x-sunset-link': '/sunsets' }, 'x-sunset-link', /no address/],
    [{ 'x-sunset': '2026-12-31' }, 'x-sunset', /not deprecated/],
  ]
  for (const [written, word, message] of wrong) {
    const fault = readDeprecation(written)
    assert.equal(fault?.word, word)
    assert.match(fault?.message ?? '', message)
  }
})

test('a date is a day of the calendar, or a moment with its offset', () => {
  assert.equal(readDate('2026-06-01T02:00:00+02:00')?.toISOString(), '2026-06-01T00:00:00.000Z')
  for (const written of [
    '2026-13-01',
    '2026-06-31',
    '2026-06-01T00:00:00',
    '2026-06-01T25:00:00Z',
    '2026-06-01T24:00:00Z',
    '9999-12-31T23:59:59-01:00',
    20260601,
  ])
    assert.equal(readDate(written), undefined, String(written))
})

test('the compiler refuses a deprecation without its date, with file, line and advice', async (context) => {
  const project = createProject(context, {
    'functions/shop/openapi.yaml': contract(`
/shop/items:
  get:
    operationId: listItems
    deprecated: true
    x-sunset: 2026-12-31
    responses: { "200": { description: ok } }
`),
    'functions/shop/list-items.ts': handler('listItems', '[]'),
  })
  const file = `${project.functions}/shop/openapi.yaml`
  const { document } = await loadContract(file)
  assert.ok(document)

  const [fault] = checkContract(project, 'shop', document)

  assert.equal(fault?.file, file)
  assert.equal(fault?.line, 8)
  assert.equal(fault?.operation, 'listItems')
  assert.match(fault?.message ?? '', /since when/)
  assert.match(fault?.advice ?? '', /x-deprecated-since: 2026-06-01/)
})
