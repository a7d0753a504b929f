import assert from 'node:assert/strict'
import { createLocalJWKSet, jwtVerify } from 'jose'
import { expect, journey } from 'twelvefold/smoke'
import { auth } from '#clients/auth'

export const access = journey(
  'a token can be trusted',
  { services: ['auth'] },
  async ({ use, step, token, credentials }) => {
    const server = use(auth)

    const metadata = await step('reads the metadata, which are the same in both places', async () => {
      const { body } = expect(await server.getProviderMetadata({}), 200)
      assert.deepEqual(expect(await server.getServerMetadata({}), 200).body, body)
      return body
    })
    const keys = await step('reads the keys', async () => {
      const { body } = expect(await server.getKeys({}), 200)
      assert.ok(body.keys.length > 0, 'there are no keys')
      for (const key of body.keys)
        for (const secret of ['d', 'k']) assert.ok(!(secret in key), 'a private key is published')
      return createLocalJWKSet(body as Parameters<typeof createLocalJWKSet>[0])
    })
    const given = await step('gets a token', () => token(''))
    await step('verifies it with a library of others', async () => {
      const { payload } = await jwtVerify(given, keys, { issuer: String(metadata.issuer), typ: 'at+jwt' })
      assert.equal(payload.client_id, credentials().clientId)
      assert.ok(payload.exp !== undefined, 'it never ends')
    })
    await step('asks the server about it', async () => {
      const { clientId, clientSecret } = credentials()
      const ask = async (about: string) =>
        expect(
          await server.introspectToken(
            { body: { token: about, client_id: clientId, client_secret: clientSecret } },
            { changesNothing: true },
          ),
          200,
        ).body
      assert.equal((await ask(given)).active, true)
      assert.equal((await ask(`${given.slice(0, -4)}AAAA`)).active, false)
    })
    await step('is not given to a client that there is not', async () => {
      const body = {
        grant_type: 'client_credentials',
        client_id: 'smoke-no-such-client',
        client_secret: 'smoke-no-such-secret',
      }
      expect(await server.createToken({ body }, { changesNothing: true }), 401)
    })
  },
)
