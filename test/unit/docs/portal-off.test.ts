import assert from 'node:assert/strict'
import { test } from 'node:test'

process.env.DOCS = 'off'
const { createPortal } = await import('./portal-under-test.ts')
const { get, contractsLoaded } = createPortal()

test('B13 with DOCS=off the portal and its assets are not there', async () => {
  for (const path of ['/docs', '/docs/portal.js', '/docs/swagger-ui-bundle.js']) {
    const result = await get(path)
    assert.equal(result.statusCode, 404, path)
    assert.equal(JSON.parse(result.body ?? '').type, '/docs/problems/not-found')
  }
  assert.equal(contractsLoaded(), 0)
})

test('B13 with DOCS=off the pages of the problems stay up, with their style and without a link to the portal', async () => {
  for (const path of ['/docs/problems', '/docs/problems/not-found']) {
    const { statusCode, body = '' } = await get(path)
    assert.equal(statusCode, 200)
    for (const [, address = ''] of body.matchAll(/href="([^"]+)"/g)) {
      const target = new URL(address, `https://example.com${path}`).pathname
      assert.equal((await get(target)).statusCode, 200, target)
    }
  }
})
