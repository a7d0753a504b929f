import type { Signal } from '../surface.ts'

/** What came of one attempt. */
export interface Received {
  status: number
  headers: Readonly<Record<string, string>>
  bytes: Uint8Array
}

export interface Sent {
  method: string
  url: string
  headers: Headers
  body: string | Uint8Array | undefined
}

/** An attempt that ended because its time was over. */
export class AttemptTimeout extends Error {}

/**
 * Sends a request once and reads the whole answer.
 *
 * @throws AttemptTimeout; the signal's reason; what `fetch` throws
 */
export async function attempt(
  send: typeof fetch,
  { url, ...request }: Sent,
  timeoutMs: number,
  signal: Signal | undefined,
): Promise<Received> {
  signal?.throwIfAborted()
  const ending = new AbortController()
  const timer = setTimeout(() => ending.abort(new AttemptTimeout()), timeoutMs)
  const end = (): void => ending.abort(signal?.reason)
  signal?.addEventListener('abort', end)
  try {
    // Followed, a redirect would take headers and bodies to whomever it names, and make a GET of a POST.
    const response = await send(url, { ...request, redirect: 'manual', signal: ending.signal } as RequestInit)
    const bytes = new Uint8Array(await response.arrayBuffer())
    return { status: response.status, headers: Object.fromEntries(response.headers), bytes }
  } catch (error) {
    // Platforms differ in what they throw when a signal ends a body.
    throw ending.signal.aborted ? ending.signal.reason : error
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', end)
  }
}

/** Waits, unless the signal ends it. */
export function pause(ms: number, signal: Signal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', end)
      resolve()
    }, ms)
    signal?.addEventListener('abort', end)
    if (signal?.aborted) end()
  })
}
