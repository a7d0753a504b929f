import { endpoint, reply } from 'twelvefold'
import { createToken } from '#contracts/auth'
import { giveTokens } from './give-tokens.ts'
import { noStore, orFault } from './oauth-fault.ts'

export const handler = endpoint(createToken, ({ body, event }) =>
  orFault(async () => reply(200, await giveTokens(body, event.headers.authorization), noStore)),
)
