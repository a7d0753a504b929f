import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type AccessOptions, findRefusal } from '../../../lib/dashboard/access.ts'
import { eventOf } from '../../fakes/event.ts'

interface Asked extends Partial<AccessOptions> {
  from?: string
  headers?: Record<string, string>
}

function refusalOf({ from = '127.0.0.1', headers = {}, hosts = [], for: purpose = 'data' }: Asked): string | undefined {
  const event = eventOf({ headers: { host: 'localhost:3000', ...headers } })
  event.requestContext.http.sourceIp = from
  return findRefusal(event, { hosts, for: purpose })
}

for (const host of [
  'localhost:3000',
  'LOCALHOST',
  'shop.localhost:3000',
  '127.0.0.1:3000',
  '127.8.9.10',
  '[::1]:3000',
]) {
  test(`who sits at this machine may open the dashboard as ${host}`, () => {
    assert.equal(refusalOf({ headers: { host } }), undefined)
  })
}

for (const from of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) {
  test(`a connection from ${from} is one of this machine`, () => {
    assert.equal(refusalOf({ from }), undefined)
  })
}

for (const from of ['192.168.0.7', '::ffff:10.0.0.1', 'fe80::1', '', '127.0.0.1.example.com']) {
  test(`a connection from "${from}" is refused, whatever it says its host is`, () => {
    assert.match(refusalOf({ from }) ?? '', /^The dashboard is for this machine only\. DASHBOARD=/)
  })
}

for (const host of [
  'attacker.example',
  'localhost.attacker.example',
  '127.0.0.1.nip.io',
  '192.168.0.2:3000',
  '',
  'x y',
]) {
  test(`DNS rebinding: the name "${host}" is refused`, () => {
    assert.match(refusalOf({ headers: { host } }) ?? '', /^The dashboard is not opened by the name/)
  })
}

for (const name of ['x-forwarded-for', 'forwarded']) {
  test(`what a proxy on this machine brings in from elsewhere is refused: ${name}`, () => {
    assert.match(refusalOf({ headers: { [name]: '203.0.113.9' } }) ?? '', /for this machine only/)
  })
}

test('a host name that DASHBOARD gives may be used from anywhere, and no other', () => {
  const hosts = ['desk.local']

  assert.equal(refusalOf({ hosts, from: '192.168.0.7', headers: { host: 'desk.local:3000' } }), undefined)
  assert.match(refusalOf({ hosts, from: '192.168.0.7' }) ?? '', /for this machine only/)
})

for (const site of ['cross-site', 'same-site']) {
  test(`a ${site} page may link to the dashboard, and read nothing of it`, () => {
    const headers = { 'sec-fetch-site': site }

    assert.equal(refusalOf({ for: 'page', headers: { ...headers, 'sec-fetch-mode': 'navigate' } }), undefined)
    assert.match(refusalOf({ for: 'page', headers: { ...headers, 'sec-fetch-mode': 'no-cors' } }) ?? '', /Another page/)
    assert.match(
      refusalOf({ for: 'data', headers: { ...headers, 'sec-fetch-mode': 'navigate' } }) ?? '',
      /Another page/,
    )
  })
}

test('an action needs the own header, and an origin that is the host', () => {
  const own = { 'x-dashboard': '1' }
  const ask = (headers: Record<string, string>) => refusalOf({ for: 'action', headers })

  assert.equal(ask({ ...own, origin: 'http://localhost:3000', 'sec-fetch-site': 'same-origin' }), undefined)
  assert.match(ask({ origin: 'http://localhost:3000' }) ?? '', /x-dashboard/)
  for (const origin of ['http://localhost:5173', 'https://attacker.example', 'null'])
    assert.match(ask({ ...own, origin }) ?? '', /Only the dashboard itself/, origin)
})
