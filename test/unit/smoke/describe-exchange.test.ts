import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeExchange } from '../../../lib/smoke/describe-exchange.ts'
import { readCurl } from '../../fakes/shell.ts'

const token = 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl'

test('what is shown of a request has no secret in it, nor has the command that sends it again', () => {
  const basic = Buffer.from('shop-job:for+nobody').toString('base64')
  const shown = [
    describeExchange({
      method: 'POST',
      url: 'https://shop.example.com/auth/introspect',
      headers: { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' },
      body: `token=${token}&client_id=shop-job&client_secret=for+nobody`,
      answer: { status: 200, headers: {}, body: {}, text: `{"access_token":"${token}","x":"kept"}`, url: '' },
      ms: 4,
    }),
    describeExchange({
      method: 'GET',
      url: `https://shop.example.com/orders?code=hunter2hunter2`,
      headers: { authorization: `Bearer ${token}` },
      body: undefined,
      error: 'connect ECONNREFUSED',
      ms: 4,
    }),
  ]
    .flat()
    .join('\n')

  for (const secret of [token, basic, 'for+nobody', 'hunter2hunter2']) assert.ok(!shown.includes(secret), shown)
  assert.match(shown, /authorization: Basic \[redacted\]/)
  assert.match(shown, /-u "\$SMOKE_CLIENT_ID:\$SMOKE_CLIENT_SECRET"/)
  assert.match(shown, /-H "authorization: Bearer \$TOKEN"/)
  assert.match(shown, /"x":"kept"/)
  assert.match(shown, /no answer after 4 ms: connect ECONNREFUSED/)
})

test('the command that sends it again is the same request', () => {
  const lines = describeExchange({
    method: 'POST',
    url: 'https://shop.example.com/hello?a=1',
    headers: { 'content-type': 'application/json', 'x-request-id': 'smoke-1' },
    body: '{"apple":1}',
    error: 'it broke',
    ms: 1,
  })
  const command = lines.find((line) => line.startsWith('again: '))?.replace('again: curl -i ', 'curl ') ?? ''

  const { url, init } = readCurl(command)
  assert.equal(url, 'https://shop.example.com/hello?a=1')
  assert.equal(init.method, 'POST')
  assert.equal(init.body, '{"apple":1}')
})
