import { problem } from '../problem/problem.ts'
import type { CallContext } from './call-context.ts'

/** The longest that a timer of Node waits. */
const longest = 2 ** 31 - 1

/** How long a whole call may take, whatever its attempts do. */
export interface CallLimit {
  /** Aborted at the deadline, or when the caller's own signal is. */
  signal: AbortSignal
  /** Rejects with `timeout` (504) at the same moment; never resolves. */
  ended: Promise<never>
  /** In ms; infinite where there is no deadline. */
  remaining: () => number
  dispose: () => void
}

/** Bounds a call by what it belongs to. */
export function limitCall(service: string, { signal: outer, deadline }: CallContext): CallLimit {
  const controller = new AbortController()
  const { signal } = controller
  const remaining = (): number => (deadline === undefined ? Number.POSITIVE_INFINITY : deadline - Date.now())
  const end = (): void => controller.abort(problem('timeout', `${service} did not answer in time.`))
  const ended = new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
  // Where it is aborted before anybody waits for it.
  ended.catch(() => undefined)
  const timer = deadline === undefined ? undefined : setTimeout(end, Math.min(longest, Math.max(0, remaining())))
  outer?.addEventListener('abort', end)
  if (outer?.aborted || remaining() <= 0) end()
  return {
    signal,
    ended,
    remaining,
    dispose() {
      clearTimeout(timer)
      outer?.removeEventListener('abort', end)
    },
  }
}
