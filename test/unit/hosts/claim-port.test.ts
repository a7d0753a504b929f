import assert from 'node:assert/strict'
import { type AddressInfo, createServer } from 'node:net'
import { test } from 'node:test'
import { choosePort, claimPort } from '../../../lib/hosts/claim-port.ts'

test('a port of any is none that the system may give to a connection that goes out', async () => {
  const ports = await Promise.all(Array.from({ length: 20 }, () => claimPort(0, '127.0.0.1')))

  assert.ok(
    ports.every((port) => port >= 20_000 && port < 32_768),
    ports.join(),
  )
})

test('a port that somebody has is refused as the system refuses it', async (context) => {
  const taken = createServer().listen(0, '127.0.0.1')
  context.after(() => taken.close())
  await new Promise((resolve) => taken.once('listening', resolve))

  await assert.rejects(claimPort((taken.address() as AddressInfo).port, '127.0.0.1'), { code: 'EADDRINUSE' })
})

test('where PORT is 0 it is chosen, and where it is said it stays', async () => {
  const [any, said] = [{ PORT: '0', HOST: '127.0.0.1' }, { PORT: '4000' }]

  await choosePort(any)
  await choosePort(said)

  assert.match(any.PORT, /^[23]\d{4}$/)
  assert.equal(said.PORT, '4000')
})
