import assert from 'node:assert/strict'
import { test } from 'node:test'

process.env.PUBLIC_URL = 'https://api.example.com:8443/shop'
const { createPortal } = await import('./portal-under-test.ts')

test('B13 with PUBLIC_URL the page may call that origin, and its own addresses stay relative', async () => {
  const { headers, body = '' } = await createPortal().get('/docs')

  assert.match(headers['content-security-policy'] ?? '', /; connect-src 'self' https:\/\/api\.example\.com:8443(?:;|$)/)
  assert.doesNotMatch(body, /api\.example\.com/)
})
