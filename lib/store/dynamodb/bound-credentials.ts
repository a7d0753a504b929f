import { config } from '../../config/config.ts'
import type { Environment } from '../../config/source.ts'
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
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = config(
    'store',
    credentialVariables,
    env,
  )
  return accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : undefined
}
