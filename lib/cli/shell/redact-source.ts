import { isSensitive } from '../../observe/sensitive-names.ts'

/** What stands for a value that is not shown; it is JavaScript, as the rest. */
const redacted = "'[redacted]'"

/** A name, quoted or not, what gives it a value (`:`, `=`, `,` or a call), and a text or a number. */
const given =
  /(?<name>[\w$-]+)(?<between>['"`]?\]?\s*(?:[:=,(]|===?)\s*)(?<value>'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`|\d[\w.]*)/g

const scheme = /\b(bearer|basic|dpop) +[\w~+/.-]{8,}=*/gi
const jsonWebToken = /\beyJ[\w-]{5,}\.[\w-]+\.[\w-]*/g
const userInfo = /:\/\/[^/?#\s"'`@]{1,200}@/g

/**
 * JavaScript without the secrets that are written out in it: what is given to a name such as `password` or
 * `accessToken`, and what looks like a token.
 *
 * @param marked names that the contracts mark `x-sensitive`
 * @example
 * redactSource("await call.logIn({ body: { password: 'correct horse' } })")
 * // "await call.logIn({ body: { password: '[redacted]' } })"
 */
export function redactSource(source: string, marked: ReadonlySet<string> = new Set()): string {
  return source
    .replace(given, (all, ...rest) => {
      const { name, between } = rest.at(-1) as { name: string; between: string }
      return marked.has(name) || isSensitive(name, '-') ? `${name}${between}${redacted}` : all
    })
    .replace(scheme, '$1 [redacted]')
    .replace(jsonWebToken, '[redacted]')
    .replace(userInfo, '://[redacted]@')
}
