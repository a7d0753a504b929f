import type { CallOptions, ClientOptions } from '../surface.ts'

/** What any call may say, also one that does not read: its types refuse what is of no use there. */
export interface SaidOptions extends CallOptions {
  ifNoneMatch?: string | undefined
}

const clientOptions = ['baseUrl', 'token', 'fetch', 'headers', 'timeoutMs', 'retries']
const callOptions = ['signal', 'timeoutMs', 'retries', 'headers', 'ifNoneMatch']

/**
 * Checks the options of a client.
 *
 * @throws TypeError that says which is wrong
 */
export function readClientOptions(options: Partial<ClientOptions> = {}): ClientOptions {
  refuseUnknown(options, clientOptions)
  const { baseUrl, timeoutMs, retries } = options
  if (baseUrl === undefined || !/^https?:\/\//i.test(baseUrl) || !URL.canParse(baseUrl))
    throw new TypeError(`baseUrl is ${JSON.stringify(baseUrl)}: an address such as https://api.example.com is needed.`)
  if (/[?#]/.test(baseUrl)) throw new TypeError('baseUrl has a query or a fragment: these are of each call.')
  const { username, password } = new URL(baseUrl)
  if (username + password !== '') throw new TypeError('baseUrl has credentials: give them as token, or in headers.')
  refuseNumbers(timeoutMs, retries)
  return { ...options, baseUrl: baseUrl.replace(/\/+$/, '') }
}

/** Checks what a call says otherwise. */
export function readCallOptions(options: SaidOptions): SaidOptions {
  refuseUnknown(options, callOptions)
  refuseNumbers(options.timeoutMs, options.retries)
  return options
}

function refuseUnknown(options: object, known: readonly string[]): void {
  for (const option of Object.keys(options))
    if (!known.includes(option)) throw new TypeError(`There is no option "${option}"; there are ${known.join(', ')}.`)
}

/** A longer time than 2^31 - 1 ms would be none at all: timers take it for 1. */
function refuseNumbers(timeoutMs = 1, retries = 0): void {
  if (!(timeoutMs > 0 && timeoutMs < 2 ** 31))
    throw new TypeError(`timeoutMs is ${timeoutMs}: milliseconds are needed.`)
  if (!(Number.isInteger(retries) && retries >= 0)) throw new TypeError(`retries is ${retries}: 0 or more is needed.`)
}
