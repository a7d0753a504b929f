import { endpoint, reply } from 'twelvefold'
import { revokeToken } from '#contracts/auth'
import { authenticateClient } from './client-authentication.ts'
import { readForm, requireParameter } from './form.ts'
import { noStore, orFault } from './oauth-fault.ts'
import { revokeToken as revoke } from './revoked-tokens.ts'

export const handler = endpoint(revokeToken, ({ body, event }) =>
  orFault(async () => {
    const form = readForm(body)
    const client = await authenticateClient(form, event.headers.authorization)
    await revoke(requireParameter(form, 'token'), client)
    return reply(200, undefined, noStore)
  }),
)
