interface Answered {
  status: number
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>
}

/** What one attempt came to: an answer, or why there is none. */
interface Attempted {
  response?: Answered | undefined
  error?: unknown
}

const retriedStatuses = new Set([500, 502, 503, 504])

/** The first wait before a retry, in ms; it doubles, and up to as much again is added by chance. */
const firstWaitMs = 50

/** No caller is kept waiting longer than this because somebody asks for it (`retry-after`), in ms. */
const longestWaitMs = 5_000

/**
 * How long to wait before a further attempt, in ms; undefined where one is of no use.
 *
 * @param attempt counts from 0
 * @param random 0 to 1
 */
export function retryDelay({ response, error }: Attempted, attempt: number, random: number): number | undefined {
  // An answer beyond all bounds will be no smaller.
  if (error instanceof RangeError) return undefined
  const wait = Math.min(firstWaitMs * 2 ** attempt, longestWaitMs) * (1 + random)
  if (response === undefined) return wait
  const asked = retryAfter(response)
  if (!retriedStatuses.has(response.status) && !(response.status === 429 && asked !== undefined)) return undefined
  if (asked === undefined) return wait
  return asked > longestWaitMs ? undefined : Math.max(asked, wait)
}

/** `retry-after` in ms: seconds or a date (RFC 9110, section 10.2.3). */
function retryAfter({ headers }: Answered): number | undefined {
  const header = headers['retry-after']
  if (header === undefined) return undefined
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1_000
  const at = Date.parse(header)
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now())
}
