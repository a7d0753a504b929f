import { endpoint, reply } from 'twelvefold'
import { getKeys } from '#contracts/auth'
import { publishedKeys } from './signing-keys.ts'
import { keySetSeconds } from './token-times.ts'
import { toPublicJwk } from './tokens.ts'

export const handler = endpoint(getKeys, async () => {
  const keys = (await publishedKeys()).map(({ jwk }) => toPublicJwk(jwk))
  return reply(200, { keys }, { 'cache-control': `public, max-age=${keySetSeconds}` })
})
