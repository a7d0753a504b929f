import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nextLink } from '../../../lib/client/next-link.ts'

const base = 'https://api.example.com/shop/colors?limit=1'

test('the next page is found among links, and is resolved against the address that answered', () => {
  const next = 'https://api.example.com/shop/colors?cursor=x'

  assert.equal(nextLink('<?cursor=x>; rel="next"', base), next)
  assert.equal(nextLink('<?cursor=x>; rel=next', base), next)
  assert.equal(nextLink('<?cursor=w>; rel="prev", <?cursor=x>; title="n"; rel="last NEXT"', base), next)
  assert.equal(nextLink('<?cursor=x>; title="On, and <on>"; rel="next"', base), next)
  assert.equal(nextLink('<https://other.example.com/a,b>; rel="next"', base), 'https://other.example.com/a,b')
})

test('there is no next page without such a link', () => {
  for (const header of [undefined, '', '<?cursor=x>', '<?cursor=x>; rel="prev"', '<http://[>; rel="next"'])
    assert.equal(nextLink(header, base), undefined, header)
})
