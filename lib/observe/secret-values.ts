import { isSensitive } from './sensitive-names.ts'

/** A shorter one may be a word of any line. */
const minLength = 8

/** The members of a JSON Web Key that are private (RFC 7518, sections 6.2.2, 6.3.2 and 6.4). */
const privateMembers = /^(?:d|p|q|dp|dq|qi|k)$/

/** As they stand in a line: texts, and texts as JSON writes them. */
const values = new Set<string>()

/**
 * Remembers the value of a secret variable, so that no log line ever shows it; in a JSON document its secret members, in
 * a URL its password. A value of fewer than 8 characters is not looked for.
 */
export function keepOutOfLogs(text: string): void {
  add(text)
  const password = URL.canParse(text) ? new URL(text).password : ''
  add(password)
  if (!/^\s*[[{]/.test(text)) return
  try {
    JSON.parse(text, (key, value) => {
      if (typeof value === 'string' && (privateMembers.test(key) || isSensitive(key, value))) add(value)
      return value
    })
  } catch {
    // Not JSON after all: it is kept as a whole.
  }
}

function add(text: string): void {
  if (text.length < minLength) return
  values.add(text)
  values.add(JSON.stringify(text).slice(1, -1))
}

/** Masks every secret value that a line has in it. */
export function maskSecretValues(line: string): string {
  let masked = line
  for (const value of values) if (masked.includes(value)) masked = masked.replaceAll(value, '[redacted]')
  return masked
}
