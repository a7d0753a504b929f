import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ProjectDiff } from '../../../../lib/cli/diff/compare-project.ts'
import { formats } from '../../../../lib/cli/diff/diff-formats.ts'
import { diffService } from '../../../../lib/contract/diff/diff-service.ts'
import type { OpenApiDocument } from '../../../../lib/contract/document.ts'

const shop = (version: unknown, parameter: object, url = '/'): OpenApiDocument => ({
  openapi: '3.1.0',
  info: { title: 'Shop', version: version as string },
  servers: [{ url }],
  paths: {
    '/shop/items': {
      get: {
        operationId: 'listItems',
        parameters: [{ name: 'q', in: 'query', ...parameter }],
        responses: { '200': { description: 'ok' } },
      },
    },
  },
})

const find = () => ({ file: '/project/functions/shop/openapi.yaml', line: 1, pointer: '' })

function compare(before: OpenApiDocument, after: OpenApiDocument, source = 'main (1234567)'): ProjectDiff {
  return { source, services: [diffService('shop', before, after, find)] }
}

const narrower = { schema: { type: 'string', maxLength: 5 } }

const advised: [version: unknown, next: RegExp][] = [
  ['1.4.2', /raise info\.version from 1\.4\.2 to 2\.0\.0, or/],
  ['0.2.7', /raise info\.version from 0\.2\.7 to 0\.3\.0, or/],
  ['1.0', /raise info\.version from 1\.0 to 2\.0, or/],
  ['v1', /raise info\.version from v1 to v2, or/],
  [1.5, /raise info\.version from 1\.5 to 2\.0, or/],
  ['next', /raise the major version in info\.version, or/],
  [undefined, /raise the major version in info\.version, or/],
]

for (const [version, next] of advised) {
  test(`diff: the advice for version ${version} is a version that passes`, () => {
    const printed = formats.text(compare(shop(version, {}), shop(version, narrower)), '/project')

    assert.match(printed, next)
    assert.doesNotMatch(printed, /undefined|NaN/)
  })
}

const hostile = 'x`|<b>\\_[a](b)&amp;\n\r::error::y\u001b[31m\u2028\u202e'

test('diff: no text of a contract becomes a line, a colour or Markdown of its own', () => {
  const before = shop(`1.0.0 ${hostile}`, { name: hostile, schema: { pattern: hostile } }, `https://${hostile}`)
  const compared = compare(before, shop('1.0.0', {}), `file ${hostile}`)

  const text = formats.text(compared, '/project')
  const markdown = formats.markdown(compared, '/project')

  for (const printed of [text, markdown]) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal would obey
    assert.doesNotMatch(printed, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e]/)
    assert.doesNotMatch(printed, /^\s*::error/m)
  }
  const rows = markdown.split('\n').filter((line) => line.startsWith('|'))
  assert.equal(rows.length, 2 + compared.services.flatMap(({ changes }) => changes).length)
  for (const row of rows) assert.equal(row.match(/(?<!\\)\|/g)?.length, 4, row)
  const outsideOfCode = markdown.replace(/(?<!\\)`[^`]*`/g, '')
  assert.doesNotMatch(outsideOfCode, /(?<!\\)[`<[\]]/)
})

test('diff: JSON has no null for what is there, and a version as text', () => {
  const { services } = JSON.parse(formats.json(compare(shop(1.5, {}), shop('2.0.0', {})), '/project'))

  assert.deepEqual(services[0].version, { before: '1.5', after: '2.0.0' })
})
