import { logger } from '../observe/log.ts'
import { problem } from '../problem/problem.ts'
import { compileTrust, networkOf, readClientAddress, type Trust, type TrustedProxies } from './client-address.ts'
import { type EndpointEvent, type Exchange, type Middleware, refuseUnknownOptions, resultOf } from './exchange.ts'
import type { Operation, RateLimit } from './operation.ts'
import { type Counted, type Counting, type Limiter, openLimiter } from './rate-limiter.ts'

export interface RateLimitOptions {
  operation: Pick<Operation, 'service' | 'id'>
  limit: RateLimit
  counting: Counting
  /** Whose `X-Forwarded-For` is believed, where clients are counted by their address. */
  proxies: TrustedProxies
}

/** How often at most the log says that requests are not counted, in ms. */
const sayAgainAfter = 60_000

const units: Readonly<Record<number, string>> = { 1: 'second', 60: 'minute', 3600: 'hour' }

/**
 * Refuses requests over the contract's `x-rate-limit` with 429. Two middlewares: `count` stands where it is known whose
 * request it is (a caller is known after the token was checked); `tell` stands outside `problems`, so that refusals and
 * failures get the headers too.
 *
 * A request that cannot be counted, because the store is not available, goes through.
 *
 * Source: RFC 6585, section 4; draft-ietf-httpapi-ratelimit-headers-10 for `RateLimit-Policy` and `RateLimit`.
 */
export function rateLimit(options: RateLimitOptions): {
  count: Required<Pick<Middleware, 'before'>>
  tell: Required<Pick<Middleware, 'after' | 'onError'>>
} {
  refuseUnknownOptions('rateLimit', options, ['operation', 'limit', 'counting', 'proxies'])
  const { operation, limit, counting, proxies } = options
  const policy = `"default";q=${limit.rate};w=${limit.seconds}`
  const counts = new WeakMap<EndpointEvent, Counted>()
  const open = openOnce(async () => {
    const [limiter, trust] = await Promise.all([
      openLimiter(`${operation.service}.${operation.id}`, limit, counting),
      compileTrust(proxies),
    ])
    return { limiter, trust }
  })
  const sayFailure = sayAtTimes(`Requests of ${operation.id} are not counted`)

  const count = async ({ event }: Exchange): Promise<void> => {
    const counted = await countRequest(open, limit, event).catch(sayFailure)
    if (counted === undefined) return
    counts.set(event, counted)
    if (!counted.allowed) refuse(limit, counted)
  }
  const tell = (exchange: Exchange): void => {
    const counted = counts.get(exchange.event)
    if (counted === undefined || exchange.response === undefined) return
    const { headers } = resultOf(exchange)
    headers['ratelimit-policy'] = policy
    headers.ratelimit = `"default";r=${counted.remaining};t=${toSeconds(counted.resetMs)}`
  }
  return { count: { before: count }, tell: { after: tell, onError: tell } }
}

interface Opened {
  limiter: Limiter
  trust: Trust
}

async function countRequest(open: () => Promise<Opened>, limit: RateLimit, event: EndpointEvent): Promise<Counted> {
  const { limiter, trust } = await open()
  return limiter(whoseRequest(limit, event, trust))
}

/** Whose requests are counted together; as JSON, in which no two of them look alike. */
function whoseRequest({ per }: RateLimit, event: EndpointEvent, trust: Trust): string {
  if (per === 'operation') return '["operation"]'
  const caller = per === 'caller' ? event.input?.caller : undefined
  if (caller !== undefined) return JSON.stringify(['caller', caller.subject, caller.clientId ?? null])
  // Where a token is only offered to be taken and none came, there is still an address.
  return JSON.stringify(['client', networkOf(readClientAddress(event, trust))])
}

function refuse({ rate, seconds }: RateLimit, { resetMs }: Counted): never {
  const wait = Math.max(1, toSeconds(resetMs))
  const detail = `The limit is ${rate} requests per ${units[seconds] ?? `${seconds} seconds`}. Try again in ${wait} s.`
  throw problem('too-many-requests', detail, { headers: { 'retry-after': String(wait) } })
}

const toSeconds = (ms: number): number => Math.ceil(ms / 1000)

/** What could not be opened is tried again by the next call. */
function openOnce<Value>(open: () => Promise<Value>): () => Promise<Value> {
  let opened: Promise<Value> | undefined
  return () => {
    opened ??= open()
    opened.catch(() => (opened = undefined))
    return opened
  }
}

function sayAtTimes(message: string): (error: unknown) => undefined {
  let saidAt = Number.NEGATIVE_INFINITY
  let unsaid = 0
  return (error) => {
    unsaid++
    if (Date.now() - saidAt < sayAgainAfter) return undefined
    logger().error({ err: error, requests: unsaid }, message)
    saidAt = Date.now()
    unsaid = 0
    return undefined
  }
}
