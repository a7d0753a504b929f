import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { Location } from './url.ts'

/** What says where credentials come from, in the order in which the SDK looks. */
const credentialVariables = [
  'AWS_ACCESS_KEY_ID',
  'AWS_PROFILE',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
]

/**
 * A client of DynamoDB that waits at most 1 s for a connection and 3 s for an answer, and tries four times: what is
 * throttled, lost or failed on the other side is sent again by the SDK, after random pauses of up to 50, 100 and 200 ms
 * (1, 2 and 4 s where throttled). At worst it gives up after 13 s, less than a handler has.
 *
 * Credentials are those of the SDK's own chain. An emulator takes any, so that none have to be set for it.
 */
export function createClient({ region, endpoint }: Location): DynamoDBClient {
  const isEmulator = endpoint?.startsWith('http:') === true && !credentialVariables.some((name) => process.env[name])
  return new DynamoDBClient({
    region,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(isEmulator ? { credentials: { accessKeyId: 'emulator', secretAccessKey: 'emulator' } } : {}),
    retryMode: 'standard',
    maxAttempts: 4,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
  })
}
