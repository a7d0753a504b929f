import { collection, Problem, type } from 'twelvefold'
import { hashOf } from './secrets.ts'

interface Attempts {
  /** The hash of the address, also of one that has no user; or the id of a device of its. */
  account: string
  failures: number
  /** In ms since 1970. */
  blockedUntil: number
  /** In seconds since 1970. */
  expiresAt: number
}

export const attempts = collection('login-attempts', {
  document: type<Attempts>(),
  key: 'account',
  ttl: 'expiresAt',
})

/** How often somebody may be wrong before they have to wait. */
const free = 5
/** The longest wait in seconds. */
const longest = 300
/** After so many seconds without an attempt all is forgotten. */
const memory = 3600

export const accountOf = (address: string): string => hashOf(`account ${address}`)

/**
 * Counts an attempt to log in before its password is looked at, so that many at once do not get past it.
 *
 * @param account with which attempts it is counted
 * @returns how many seconds to wait; 0 where the attempt may go on
 */
export async function beginAttempt(account: string): Promise<number> {
  const now = Date.now()
  const expiresAt = Math.ceil(now / 1000) + memory
  let wait = 0
  const count = async (): Promise<boolean> => {
    const found = await attempts.update(account, (before) => {
      wait = Math.max(0, Math.ceil((before.blockedUntil - now) / 1000))
      if (wait > 0) return undefined
      const failures = before.failures + 1
      const pause = failures < free ? 0 : Math.min(2 ** (failures - free), longest)
      return { account, failures, blockedUntil: now + pause * 1000, expiresAt }
    })
    return found !== undefined
  }
  if (await count()) return wait
  try {
    await attempts.insert({ account, failures: 1, blockedUntil: 0, expiresAt })
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'conflict') throw error
    await count()
  }
  return wait
}

/** Forgets the attempts of somebody who knows the password. */
export const endAttempts = (account: string): Promise<boolean> => attempts.remove(account)
