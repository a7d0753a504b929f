import type { KitSettings } from './kit.ts'

/** What each of the kit's variables is for, in a few words; for `twelvefold env`. */
export const kitDescriptions: Record<keyof KitSettings, string> = {
  ENV: 'the environment: env/<ENV>.env is read',
  PORT: 'port to listen on; 0 is any free one',
  HOST: 'address to listen on; empty is all interfaces',
  SERVICES: 'services to run, comma list; all if not set',
  WEB_CONCURRENCY: 'worker processes that share the port (node dist/server.js)',
  LOG_LEVEL: 'the least level that is logged',
  ACCESS_LOG: 'one log line per request',
  ACCESS_LOG_SAMPLE: 'share of answers below 400 that get a line, 0 to 1',
  LOG_PSEUDONYM_KEY: 'makes pseudonyms of callers in logs, the same in every process',
  METRICS: 'metrics: at /metrics of a process, in the log of a function',
  METRICS_TOKEN: 'the token without which /metrics answers nobody',
  VERSION: 'version of what is deployed',
  PUBLIC_URL: 'address that clients use, with a path prefix if any',
  CORS_ORIGINS: 'origins that may call from a browser, comma list',
  DOCS: 'the docs portal at /docs',
  DOCS_CLIENT_ID: 'the public OAuth client with which the docs portal gets tokens',
  RESPONSE_CHECK: 'whether responses are checked against the contract',
  RESPONSE_SAMPLE_RATE: 'share of responses checked where RESPONSE_CHECK is sample',
  TRUST_PROXY: 'proxies whose X-Forwarded-For is believed: how many, or a comma list',
  RATE_LIMITS: 'where requests are counted: memory, store or off',
  BODY_LIMIT: 'largest request body, in bytes',
  REQUEST_TIMEOUT_MS: 'how long a request may take to arrive, in ms (process host)',
  HANDLER_TIMEOUT_MS: 'how long a handler may take, in ms',
  SHUTDOWN_TIMEOUT_MS: 'how long open requests get after SIGTERM, in ms',
  RECOVER_INTERVAL_MS: 'how long between passes of recovery, in ms; 0 runs none (not on lambda)',
  OVERLOAD_LAG_MS:
    'lag or waiting time beyond which requests are refused with 503, in ms; 0 refuses none (process host)',
}
