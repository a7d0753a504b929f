import { createHash } from 'node:crypto'
import { Problem } from '../problem/problem.ts'
import { type } from '../store/collection-types.ts'
import { collection } from '../store/store.ts'
import type { LimiterOptions, PointLimiter } from './rate-limiters.ts'

interface Count {
  countId: string
  /** One more than are allowed means: at least one was refused. */
  requests: number
  /** When the window ends, in milliseconds since 1970. */
  endsAt: number
  /** The same in seconds, rounded up: when the store may drop it. */
  expiresAt: number
}

/** One collection for all services that count in the store; the keys say which operation of which service. */
export const rateLimits = collection('rate-limits', { document: type<Count>(), key: 'countId', ttl: 'expiresAt' })

/** Keys that a process remembers as refused, so that their requests cost the store nothing until the window ends. */
const mostRefused = 10_000

/** How often a window is begun against others that begin it too. */
const mostTries = 10

/**
 * Makes limiters that count in the store, for all processes that share it: conditional writes of one document per key
 * and window.
 *
 * @param name of the operation: `catalog.listProducts`
 * @param library the results are the library's, so that its bursty limiter takes them
 */
export function openStoreLimiter(
  name: string,
  { Result }: Pick<typeof import('./rate-limiters.ts'), 'Result'>,
): (options: LimiterOptions) => PointLimiter {
  return ({ points, duration, keyPrefix }) => {
    const durationMs = duration * 1000
    const refused = new Map<string, number>()

    function refuse(key: string, endsAt: number): void {
      if (refused.size >= mostRefused) refused.clear()
      refused.set(key, endsAt)
    }

    return {
      async consume(key) {
        const now = Date.now()
        const until = refused.get(key)
        if (until !== undefined && until > now) throw new Result(0, until - now, points + 1)
        refused.delete(key)
        const { requests, endsAt } = await countRequest(toId(name, keyPrefix, key), points, durationMs)
        const result = new Result(Math.max(points - requests, 0), Math.max(endsAt - now, 0), requests)
        if (requests <= points) return result
        refuse(key, endsAt)
        throw result
      },
    }
  }
}

/** A key has one length whatever is in it, and nothing in it can look like a part of it. */
const toId = (name: string, prefix: string, key: string): string =>
  `${name}:${prefix}:${createHash('sha256').update(key).digest('base64url')}`

async function countRequest(countId: string, points: number, durationMs: number): Promise<Count> {
  const begin = (): Count => {
    const endsAt = Date.now() + durationMs
    return { countId, requests: 1, endsAt, expiresAt: Math.ceil(endsAt / 1000) }
  }
  const count = (known: Count): Count | undefined => {
    if (known.endsAt <= Date.now()) return begin()
    return known.requests > points ? undefined : { ...known, requests: known.requests + 1 }
  }
  for (let tries = 1; tries <= mostTries; tries++) {
    const counted = await rateLimits.update(countId, count).catch(unlessConflict)
    if (counted === 'conflict') break
    const begun = counted ?? (await rateLimits.insert(begin()).catch(unlessConflict))
    if (begun !== 'conflict') return begun
  }
  // So many write this count at once that nobody gets through: it is refused for a second.
  return { ...begin(), requests: points + 1, endsAt: Date.now() + 1000 }
}

function unlessConflict(error: unknown): 'conflict' {
  if (error instanceof Problem && error.code === 'conflict') return 'conflict'
  throw error
}
