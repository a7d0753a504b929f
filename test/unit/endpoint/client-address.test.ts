import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readKitSettings } from '../../../lib/config/kit.ts'
import {
  compileTrust,
  networkOf,
  readClientAddress,
  type TrustedProxies,
} from '../../../lib/endpoint/client-address.ts'
import { fromAlb } from '../../../lib/hosts/lambda-events.ts'
import { eventOf } from '../../fakes/event.ts'

/** @param source the address that the request came from */
async function addressOf(source: string, forwarded: string | undefined, proxies: TrustedProxies): Promise<string> {
  const event = eventOf(forwarded === undefined ? {} : { headers: { 'x-forwarded-for': forwarded } })
  event.requestContext.http.sourceIp = source
  return readClientAddress(event, await compileTrust(proxies))
}

test('C10 where no proxy is trusted the forwarded header says nothing', async () => {
  assert.equal(await addressOf('203.0.113.9', '198.51.100.1', 0), '203.0.113.9')
  assert.equal(await addressOf('203.0.113.9', '198.51.100.1', ['10.0.0.0/8']), '203.0.113.9')
})

test('C10 a number of proxies is a number of entries from the right, and a forged one on the left is not reached', async () => {
  assert.equal(await addressOf('10.0.0.1', '198.51.100.1', 1), '198.51.100.1')
  assert.equal(await addressOf('10.0.0.1', '6.6.6.6, 198.51.100.1', 1), '198.51.100.1')
  assert.equal(await addressOf('10.0.0.1', '6.6.6.6, 198.51.100.1, 10.0.0.2', 2), '198.51.100.1')
})

test('C10 trusted networks are passed as long as the addresses are theirs', async () => {
  const proxies = ['loopback', '10.0.0.0/8', '2001:db8::/32']

  assert.equal(await addressOf('127.0.0.1', '6.6.6.6, 198.51.100.1, 10.1.2.3', proxies), '198.51.100.1')
  assert.equal(await addressOf('::ffff:127.0.0.1', '198.51.100.1', proxies), '198.51.100.1')
  assert.equal(await addressOf('2001:db8::7', '198.51.100.1', proxies), '198.51.100.1')
  assert.equal(await addressOf('192.0.2.7', '198.51.100.1', proxies), '192.0.2.7')
})

test('a client that all proxies are trusted up to is the left-most address', async () => {
  assert.equal(await addressOf('10.0.0.1', '10.0.0.3, 10.0.0.2', ['uniquelocal']), '10.0.0.3')
  assert.equal(await addressOf('10.0.0.1', undefined, 3), '10.0.0.1')
})

test('a port beside an address is left out, and what is no address ends the way', async () => {
  assert.equal(await addressOf('10.0.0.1', '198.51.100.1:4711', 1), '198.51.100.1')
  assert.equal(await addressOf('10.0.0.1', '[2001:db8::1]:4711', 1), '2001:db8::1')
  assert.equal(await addressOf('10.0.0.1', '198.51.100.1, unknown', 2), '10.0.0.1')
  assert.equal(await addressOf('10.0.0.1', '', 1), '10.0.0.1')
})

test('an IPv6 address is counted with all of its /64, an IPv4 address by itself however it is written', () => {
  assert.equal(networkOf('2001:db8:1:2:3:4:5:6'), '2001:db8:1:2::/64')
  assert.equal(networkOf('2001:0DB8:1:2::1'), '2001:db8:1:2::/64')
  assert.equal(networkOf('2001:db8::1'), '2001:db8:0:0::/64')
  assert.equal(networkOf('::1'), '0:0:0:0::/64')
  assert.equal(networkOf('fe80::1%eth0'), 'fe80:0:0:0::/64')
  assert.equal(networkOf('192.0.2.1'), '192.0.2.1')
  assert.equal(networkOf('::ffff:192.0.2.1'), '192.0.2.1')
  assert.equal(networkOf(''), '')
})

test('TRUST_PROXY is a number of proxies or a list of networks, and nothing else', () => {
  const read = (TRUST_PROXY: string) => readKitSettings({ TRUST_PROXY }).TRUST_PROXY

  assert.equal(readKitSettings({}).TRUST_PROXY, 0)
  assert.equal(read('2'), 2)
  assert.deepEqual(read('loopback, 10.0.0.0/8,fd00::/8'), ['loopback', '10.0.0.0/8', 'fd00::/8'])
  for (const wrong of ['true', '*', '10.0.0.0/33', '0.0.0.0/0', '10.0.0', '-1', 'loopback,everybody'])
    assert.throws(() => read(wrong), /TRUST_PROXY: must be a number of proxies/, wrong)
})

test('C10 behind a load balancer the client is the address that it added, not one that the client made up', async () => {
  const { event } = fromAlb(
    {
      requestContext: { elb: { targetGroupArn: 'arn' } },
      httpMethod: 'GET',
      path: '/shop',
      headers: { 'x-forwarded-for': '6.6.6.6, 198.51.100.1' },
      queryStringParameters: {},
      body: null,
      isBase64Encoded: false,
    },
    '/shop',
  )

  assert.equal(readClientAddress(event, await compileTrust(0)), '198.51.100.1')
  assert.equal(readClientAddress(event, await compileTrust(1)), '198.51.100.1')
})
