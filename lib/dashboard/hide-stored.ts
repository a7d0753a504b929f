import { redacted, redactValue } from '../observe/redact.ts'

/** What is stored in place of a secret, or derived from one. */
const derived = /(?:hash|salt|digest|seal)$|^(?:jwk|key|handle|current)$/i
/** A private JSON Web Key (RFC 7518, section 6), as text. */
const privateKey = /\\?"(?:d|k)\\?"\s*:\s*\\?"/

/**
 * A stored document without secrets: by the rules of the log, and more. What a log has no reason to show at all, such as
 * the hash of a password, is an ordinary member of a document.
 *
 * @param names what the contracts mark `x-sensitive`
 */
export function hideStored(document: unknown, names: ReadonlySet<string>): unknown {
  return redactValue(hideDerived(document), names)
}

function hideDerived(value: unknown): unknown {
  if (typeof value === 'string') return privateKey.test(value) && value.includes('kty') ? redacted : value
  if (Array.isArray(value)) return value.map(hideDerived)
  if (typeof value !== 'object' || value === null) return value
  const isPrivate = 'kty' in value
  const members = Object.entries(value).map(([name, member]) => {
    const isHidden = derived.test(name) || (isPrivate && /^(?:d|p|q|dp|dq|qi|k)$/.test(name))
    return [name, isHidden && member !== null && typeof member !== 'boolean' ? redacted : hideDerived(member)]
  })
  return Object.fromEntries(members)
}
