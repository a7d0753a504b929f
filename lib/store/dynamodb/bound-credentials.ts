import { config } from '../../config/config.ts'
import { ConfigError } from '../../config/config-error.ts'
import type { Environment } from '../../config/source.ts'
import type { Settings } from '../../config/variable.ts'
import { text } from '../../config/variable-types.ts'

/** The SDK reads these itself where the environment has them; a binding it does not know. */
export const credentialVariables = {
  AWS_ACCESS_KEY_ID: text({
    optional: true,
    binding: { service: 'store', key: 'access-key-id' },
    description: 'who this process is to DynamoDB, where AWS does not know it by itself',
  }),
  AWS_SECRET_ACCESS_KEY: text({
    optional: true,
    secret: true,
    binding: { service: 'store', key: 'secret-access-key' },
    description: 'what proves it',
  }),
}

type Credentials = Settings<typeof credentialVariables>

/**
 * The credentials that the service instance of the store has.
 *
 * @returns undefined where the environment has credentials, or none are bound: the SDK looks for them by itself
 * @throws ConfigError where the instance has the one and not the other
 */
export function boundCredentials(
  env: Environment = process.env,
): { accessKeyId: string; secretAccessKey: string } | undefined {
  if (env.AWS_ACCESS_KEY_ID || !env.VCAP_SERVICES) return undefined
  const credentials = config('store', credentialVariables, env)
  refuseHalf(credentials)
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = credentials
  return accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : undefined
}

/** @throws ConfigError where only one of the two is there */
export function refuseHalf(credentials: Credentials): void {
  const names = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'] as const
  const missing = names.find((name) => !credentials[name])
  const given = names.find((name) => credentials[name])
  if (missing !== undefined && given !== undefined)
    throw new ConfigError([{ variable: missing, message: `is required, since ${given} is given` }])
}
