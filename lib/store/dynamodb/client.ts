import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { boundCredentials } from './bound-credentials.ts'
import type { Location } from './url.ts'

/** What says where credentials come from, in the order in which the SDK looks. */
const sourcesOfCredentials = [
  'AWS_ACCESS_KEY_ID',
  'AWS_PROFILE',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
]

const anyCredentials = { accessKeyId: 'emulator', secretAccessKey: 'emulator' }

/**
 * A client of DynamoDB that waits at most 1 s for a connection and 3 s for an answer, and tries four times: what is
 * throttled, lost or failed on the other side is sent again by the SDK, after random pauses of up to 50, 100 and 200 ms
 * (1, 2 and 4 s where throttled). At worst it gives up after 13 s, less than a handler has.
 *
 * Credentials are those of the service instance that is bound as the store, else of the SDK's own chain. An emulator
 * takes any, so that none have to be set for it.
 */
export function createClient({ region, endpoint }: Location): DynamoDBClient {
  const isEmulator = endpoint?.startsWith('http:') === true && !sourcesOfCredentials.some((name) => process.env[name])
  const credentials = boundCredentials() ?? (isEmulator ? anyCredentials : undefined)
  return new DynamoDBClient({
    region,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
    retryMode: 'standard',
    maxAttempts: 4,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
  })
}
