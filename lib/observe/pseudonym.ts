import { createHmac, randomBytes } from 'node:crypto'
import { kitSettings } from '../config/kit.ts'

/** The pseudonyms of so many callers are kept: each costs 3 µs to make. */
const most = 10_000

let key: string | Buffer | undefined
const made = new Map<string, string>()

/**
 * The name that a caller has in logs: the same each time, and of no use to anybody without the key
 * (HMAC-SHA-256 with `LOG_PSEUDONYM_KEY`, its first 64 bits).
 *
 * @param subject the caller's `sub`
 */
export function pseudonymOf(subject: string): string {
  key ??= chooseKey()
  const known = made.get(subject)
  if (known !== undefined) return known
  const pseudonym = createHmac('sha256', key).update(subject).digest('hex').slice(0, 16)
  if (made.size >= most) made.clear()
  made.set(subject, pseudonym)
  return pseudonym
}

function chooseKey(): string | Buffer {
  const { LOG_PSEUDONYM_KEY, ENV } = kitSettings()
  if (LOG_PSEUDONYM_KEY !== undefined) return LOG_PSEUDONYM_KEY
  return ENV === 'dev' || ENV === 'test' ? 'the key of a desk' : randomBytes(32)
}
