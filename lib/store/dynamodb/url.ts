import { ConfigError } from '../../config/config-error.ts'

/** Where the tables of a store are. */
export interface Location {
  region: string
  /** Begins the names of all its tables: `<prefix>-<collection>`. */
  prefix: string
  /** Another address than AWS's own: an emulator's, or a VPC endpoint's. */
  endpoint?: string
}

/** Leaves 126 of the 255 characters of a table's name to the collection. */
const longestPrefix = 128

/** Whether a `STORE_URL` chooses DynamoDB. */
export const isDynamodbUrl = (url: string): boolean => url.startsWith('dynamodb:')

/**
 * Reads `dynamodb://<region>/<prefix>?endpoint=<url>`. Credentials have no place in it.
 *
 * @throws ConfigError for `STORE_URL`, which does not repeat the URL
 * @example
 * readDynamodbUrl('dynamodb://eu-central-1/shop') // { region: 'eu-central-1', prefix: 'shop' }
 */
export function readDynamodbUrl(url: string): Location {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  const [, prefix = ''] = /^\/([\w.-]+)\/?$/.exec(parsed?.pathname ?? '') ?? []
  const region = parsed?.hostname ?? ''
  if (parsed?.protocol !== 'dynamodb:' || !/^[a-z][a-z\d-]*$/.test(region) || prefix === '')
    throw refused('must be dynamodb://<region>/<prefix>, such as dynamodb://eu-central-1/shop')
  if (prefix.length > longestPrefix) throw refused(`has a prefix of more than ${longestPrefix} characters`)
  if (parsed.username !== '' || parsed.password !== '')
    throw refused('must not hold credentials: see AWS_ACCESS_KEY_ID')
  const unknown = [...parsed.searchParams.keys()].filter((name) => name !== 'endpoint')
  if (unknown.length > 0 || parsed.port !== '' || parsed.hash !== '')
    throw refused(`has something that is not known after dynamodb://${region}/${prefix}: only ?endpoint=<url> is`)
  const endpoint = parsed.searchParams.get('endpoint')
  return { region, prefix, ...(endpoint === null ? {} : { endpoint: readEndpoint(endpoint) }) }
}

function readEndpoint(text: string): string {
  const endpoint = URL.canParse(text) ? new URL(text) : undefined
  if (endpoint === undefined || !/^https?:$/.test(endpoint.protocol) || endpoint.username !== '')
    throw refused('has an endpoint that is not an http or https URL without credentials')
  return endpoint.href
}

const refused = (message: string): ConfigError => new ConfigError([{ variable: 'STORE_URL', message }])
