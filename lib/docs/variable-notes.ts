/**
 * What the reference says of the kit's variables beyond their descriptions, in whole sentences. A variable that is not
 * here is explained by its description.
 */
export const variableNotes: Readonly<Record<string, string>> = {
  ENV:
    'The name of the environment: small letters, digits, hyphens. `env/<ENV>.env` is read, and must be there if the ' +
    'project has env files.',
  PORT: 'The port to listen on. `0` is any free port.',
  HOST: 'The address to listen on. Not set: all interfaces.',
  SERVICES: 'The services to run, as a comma list. Not set: all.',
  WEB_CONCURRENCY:
    'How many [worker processes](../guides/processes.md) `node dist/server.js` keeps; they share the port. More than ' +
    'one is refused where services keep data in the embedded store (`sqljs:`). `twelvefold dev` is always one process.',
  LOG_LEVEL: 'The least level that is logged: `trace`, `debug`, `info`, `warn`, `error`, `fatal`, or `silent`.',
  ACCESS_LOG:
    'One [access line](../guides/logs.md#the-access-line) per request and per call to another service: `on` or ' +
    '`off`.',
  ACCESS_LOG_SAMPLE:
    'The share of answers below 400 that get an access line, 0 to 1, picked by trace, so that a trace is there as a ' +
    'whole.',
  LOG_PSEUDONYM_KEY:
    'Turns callers into pseudonyms in logs; the same for all processes, so that a caller has one pseudonym. Not ' +
    'set: a random one for each process, and at a desk a fixed one.',
  METRICS:
    'Whether [metrics](../guides/metrics.md) are told: `on` or `off`. Not set: on in a process, which has them at `/metrics`, and off in ' +
    'a function, whose metrics CloudWatch charges for.',
  METRICS_TOKEN:
    'A token that whoever reads `/metrics` has to send as `Authorization: Bearer`. Not set: everybody can who gets to ' +
    'the port of the process.',
  VERSION: 'The version of what is deployed; logs and `/<service>/-/version` tell it.',
  PUBLIC_URL:
    'The address that clients use, `http` or `https`, with a path prefix if there is one: ' +
    '`https://api.example/shop`. A slash at its end is dropped.',
  CORS_ORIGINS:
    'The origins whose pages may call, as a comma list: `https://shop.example,https://admin.example`. No path, no ' +
    'slash at the end.',
  DOCS: 'The docs portal at `/docs`: `on`, `true`, `1` or `off`, `false`, `0`.',
  DOCS_CLIENT_ID:
    'The public OAuth client as which "Authorize" in the docs portal gets tokens; its redirect URI is ' +
    '`/docs/oauth2-redirect.html`.',
  RESPONSE_CHECK:
    'What happens to a response that breaks its contract. `strict`: each response is checked, and a breach is a 500 ' +
    'that names the field. `sample`: a share is checked, a breach is logged, and the response goes out as it is. ' +
    '`off`: none is checked.',
  RESPONSE_SAMPLE_RATE: 'The share of responses that `sample` checks, 0 to 1.',
  TRUST_PROXY:
    'Whose `X-Forwarded-For` is believed, where clients are told apart by their address: how many proxies stand ' +
    'before the process, or a comma list of their addresses, networks (`10.0.0.0/8`), `loopback`, `linklocal`, ' +
    '`uniquelocal`. See [rate limits](../guides/rate-limits.md#behind-a-proxy).',
  RATE_LIMITS:
    "Where requests are counted for the contract's `x-rate-limit`. `memory`: in each process by itself. `store`: in " +
    'the store, for all processes that share it. `off`: nowhere, and nothing is refused.',
  BODY_LIMIT: 'The largest request body, in bytes; a larger one is a 413.',
  REQUEST_TIMEOUT_MS: 'How long a request may take to arrive, in ms. Process host only.',
  HANDLER_TIMEOUT_MS: 'How long a handler may take, in ms; longer is a 504.',
  SHUTDOWN_TIMEOUT_MS: 'How long open requests get to end after SIGTERM, in ms.',
  RECOVER_INTERVAL_MS:
    'How long a process waits between two passes of [recovery](../guides/recovery.md), in ms; the first is at its ' +
    'start. `0` runs none. Not on lambda, where a schedule does it.',
  OVERLOAD_LAG_MS:
    'For how long, in ms, the event loop may lag and requests may wait before a process is ' +
    '[overloaded](../guides/processes.md#overload); requests that have waited for longer get 503 and `Retry-After`. ' +
    '`0` refuses none. Process host only.',
  STORE_URL:
    'Where collections are kept: `sqljs:<folder>`, `sqljs::memory:`, or ' +
    '`dynamodb://<region>/<prefix>?endpoint=<url>`.',
  CURSOR_SECRET: 'Authenticates cursors; the same for all processes that share a store.',
  AUTH_ISSUER:
    'Who issues the tokens that callers send: compared with their `iss` character by character. The default follows ' +
    '`PUBLIC_URL` and `PORT`.',
  AUTH_AUDIENCE: 'Whom tokens have to be for: their `aud`.',
  AUTH_JWKS:
    "The issuer's public keys as a JSON Web Key Set, where they are not to be fetched. A private key in it is " +
    'refused.',
  DASHBOARD:
    'The [dashboard](../guides/dashboard.md) at `/-/dev`: `on` for this machine only, `off`, or a comma list of host ' +
    'names, such as `desk.local`, by which other machines may open it.',
  CLIENT_TIMEOUT_MS: 'How long one attempt may take, in ms.',
  AUTH_CLIENT_ID: 'The client that this process is to the issuer (`AUTH_ISSUER`).',
  AUTH_CLIENT_SECRET: "That client's secret.",
}
