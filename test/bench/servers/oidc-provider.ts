/** oidc-provider 9 with one client, which gets JWTs for one resource by its credentials. Tokens are not kept. */
import Provider from 'oidc-provider'

const { clientId, secret, scope, resource, issuer, lifetimeSeconds, key } = JSON.parse(process.env.SETUP ?? '{}')

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: clientId,
      client_secret: secret,
      token_endpoint_auth_method: 'client_secret_basic',
      grant_types: ['client_credentials'],
      response_types: [],
      redirect_uris: [],
      id_token_signed_response_alg: 'ES256',
    },
  ],
  scopes: [scope],
  jwks: { keys: [key] },
  routes: { token: '/auth/token' },
  ttl: { ClientCredentials: () => lifetimeSeconds },
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    resourceIndicators: {
      enabled: true,
      getResourceServerInfo: () => ({
        scope,
        audience: resource,
        accessTokenTTL: lifetimeSeconds,
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'ES256' } },
      }),
    },
  },
})

provider.listen(Number(process.env.PORT ?? 0), '127.0.0.1')
