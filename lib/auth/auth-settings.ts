import { deskAddress, isAtDesk } from '../config/at-desk.ts'
import { config } from '../config/config.ts'
import type { Environment } from '../config/source.ts'
import { type Settings, variable } from '../config/variable.ts'
import { json, text } from '../config/variable-types.ts'
import { readPinnedKeys } from './json-web-keys.ts'

/** Kept as it was written: it is compared with what tokens say, character by character (RFC 9068, section 4). */
const issuerAddress = variable('an http or https URL without query and fragment', (input) => {
  const address = input.trim()
  return /^https?:\/\/[^/?#]+[^?#]*$/i.test(address) && URL.canParse(address) ? address : undefined
})

const authVariables = (env: Environment) => {
  const atDesk = isAtDesk(env)
  return {
    AUTH_ISSUER: issuerAddress({
      description: 'who issues the tokens that callers send: their iss, exactly',
      ...(atDesk ? { default: `${deskAddress(env)}/auth` } : {}),
    }),
    AUTH_AUDIENCE: text({
      description: 'whom tokens have to be for: their aud',
      ...(atDesk ? { default: 'twelvefold' } : {}),
    }),
    AUTH_JWKS: json({
      description: "the issuer's public keys, where they are not to be fetched",
      check: readPinnedKeys,
      optional: true,
    }),
  }
}

/** Whose tokens are taken. */
export type AuthSettings = Settings<ReturnType<typeof authVariables>>

/**
 * Reads what the check of tokens needs of the environment, and declares it for `twelvefold env`.
 *
 * @throws ConfigError with every fault
 * @example
 * readAuthSettings({ ENV: 'dev' }).AUTH_ISSUER // http://localhost:3000/auth
 */
export function readAuthSettings(env: Environment = process.env): AuthSettings {
  return config('access', authVariables(env), env)
}
