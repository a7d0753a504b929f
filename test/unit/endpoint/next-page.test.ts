import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nextPage } from '../../../lib/endpoint/next-page.ts'

test('the next page is the same query with another cursor', () => {
  const { link = '' } = nextPage('palette=warm&cursor=old&q=%C3%A9%26', 'a+b')

  const [, reference = ''] = /^<(.*)>; rel="next"$/.exec(link) ?? []
  const query = new URL(reference, 'https://example.com/api/colors').searchParams
  assert.deepEqual(
    [...query],
    [
      ['palette', 'warm'],
      ['cursor', 'a+b'],
      ['q', 'é&'],
    ],
  )
})

test('the last page has no link', () => {
  assert.deepEqual(nextPage('limit=5', undefined), {})
})
