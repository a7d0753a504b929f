import { endpoint, reply } from 'twelvefold'
import { introspectToken } from '#contracts/auth'
import { isPublic } from './client.ts'
import { authenticateClient } from './client-authentication.ts'
import { readForm, requireParameter } from './form.ts'
import { introspect } from './introspection.ts'
import { noStore, OAuthFault, orFault } from './oauth-fault.ts'

export const handler = endpoint(introspectToken, ({ body, event }) =>
  orFault(async () => {
    const form = readForm(body)
    const client = await authenticateClient(form, event.headers.authorization)
    // Whoever cannot prove who they are could try out tokens here (RFC 7662, section 2.1).
    if (isPublic(client)) throw new OAuthFault('invalid_client', 'Introspection is for clients with a secret.')
    return reply(200, await introspect(requireParameter(form, 'token'), client), noStore)
  }),
)
