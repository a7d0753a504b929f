import { hash } from 'node:crypto'

/** Values by their tokens, each until its token ends. */
export interface TokenCache<Value> {
  get(token: string): Value | undefined
  /** @param endsAt in seconds since 1970 */
  set(token: string, value: Value, endsAt: number): void
  clear(): void
  readonly size: number
}

interface Entry<Value> {
  value: Value
  endsAt: number
  used: boolean
}

/** How long a token that is in use is known by itself, in ms, and how many are: to hash it costs more than to find it. */
const inUseMs = 1_000
const mostInUse = 256

/**
 * Makes a bounded cache of what verified tokens say; one that has not been used lately goes first. A token is kept by its
 * hash, so that a dump of the memory holds none that is not in use.
 *
 * @param most how many are kept
 */
export function createTokenCache<Value>(most: number): TokenCache<Value> {
  // A map lists its entries in the order they were put in. To put one in anew with each use would cost more than to find
  // it: what was used is only marked, and goes to the end when its turn comes to make room.
  const entries = new Map<string, Entry<Value>>()

  const inUse = new Map<string, Entry<Value>>()
  let inUseSince = 0

  const forgetThoseInUse = (now: number): void => {
    inUse.clear()
    inUseSince = now
  }

  const find = (token: string, now: number): Entry<Value> | undefined => {
    if (now - inUseSince > inUseMs || inUse.size >= mostInUse) forgetThoseInUse(now)
    const before = inUse.get(token)
    if (before !== undefined) return before
    const entry = entries.get(hash('sha256', token, 'base64'))
    if (entry !== undefined) inUse.set(token, entry)
    return entry
  }

  const makeRoom = (): void => {
    for (const [key, entry] of entries) {
      entries.delete(key)
      if (!entry.used) return
      entries.set(key, { ...entry, used: false })
    }
  }

  return {
    get(token) {
      const now = Date.now()
      const entry = find(token, now)
      if (entry === undefined) return undefined
      if (entry.endsAt <= now / 1000) {
        entries.delete(hash('sha256', token, 'base64'))
        forgetThoseInUse(now)
        return undefined
      }
      entry.used = true
      return entry.value
    },
    set(token, value, endsAt) {
      const key = hash('sha256', token, 'base64')
      entries.delete(key)
      if (entries.size >= most) makeRoom()
      entries.set(key, { value, endsAt, used: false })
    },
    clear: () => {
      entries.clear()
      forgetThoseInUse(Date.now())
    },
    get size() {
      return entries.size
    },
  }
}
