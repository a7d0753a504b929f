/** What a secret looks like, with the words for it: they complete "the line …". */
const shapes: readonly (readonly [RegExp, string])[] = [
  // RFC 7468, section 10 and 11, and what OpenSSH and PGP write.
  [/-----BEGIN [A-Z ]*PRIVATE KEY/, 'holds a private key'],
  // RFC 7518, section 6: "d" is the private part of an RSA or EC key, "k" a symmetric key.
  [/"(?:d|k)"\s*:\s*"[\w-]{20,}"/, 'holds a private key (JWK)'],
  // RFC 7519: header and claims are JSON objects, and "eyJ" is what {" begins with in base64url.
  [/\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\./, 'holds a token (JWT)'],
  // IAM User Guide, "Unique identifiers": of a user's key and of a temporary one.
  [/\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/, 'holds an AWS access key'],
  [/\bgh[opsur]_\w{36}|\bgithub_pat_\w{22,}/, 'holds a GitHub token'],
  // RFC 3986, section 3.2.1. A placeholder in angle brackets is none.
  [/\b[a-z][\w+.-]*:\/\/[^\s/?#@:]*:[^\s/?#@<>]+@/i, 'holds a URL with a password'],
]

/**
 * Tells what kind of secret a text holds, by its shape alone.
 *
 * @returns words for it, without any of it; undefined where it has no such shape
 * @example
 * describeSecret('postgres://shop:hunter2@db') // 'holds a URL with a password'
 */
export const describeSecret = (text: string): string | undefined => shapes.find(([shape]) => shape.test(text))?.[1]

/**
 * Whether the name of a variable promises a secret.
 *
 * @example
 * isSecretName('STRIPE_API_KEY') // true
 */
export const isSecretName = (variable: string): boolean => /(?:SECRET|TOKEN|PASSWORD|KEY)S?$/i.test(variable)

/**
 * Whether a text is as good as random: at least 20 characters of base64, hex or the like, letters and digits mixed, and
 * more than 3 bits of entropy each (Shannon), where hex has at most 4 and base64 6. The path of a file is not, nor are words
 * and numbers with hyphens or the like between them.
 *
 * @example
 * isRandom('q8Zr1vT0xW5bN2kL7mJ4') // true
 * isRandom('uploads/2026/signing-keys') // false
 */
export function isRandom(text: string): boolean {
  if (!/^[\w+/=.~-]{20,}$/.test(text) || !/\d/.test(text) || !/[a-z]/i.test(text)) return false
  const isPathOfFile = /^[./].*\.[a-z]{2,4}$/i.test(text)
  const isWordsAndNumbers = /^(?:[a-z]{1,15}|\d{1,4})(?:[-_./](?:[a-z]{1,15}|\d{1,4}))*$/i.test(text)
  return !isPathOfFile && !isWordsAndNumbers && entropy(text) > 3
}

/** In bits per character. */
function entropy(text: string): number {
  const counts = new Map<string, number>()
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1)
  const shares = [...counts.values()].map((count) => count / text.length)
  return -shares.reduce((sum, share) => sum + share * Math.log2(share), 0)
}
