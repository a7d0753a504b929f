import type { Signal } from '../surface.ts'

/**
 * Waits for something that takes no signal itself.
 *
 * @param work not begun where the signal has ended the call before
 * @throws the signal's reason; what the work throws
 */
export function unlessAborted<Result>(signal: Signal | undefined, work: () => Promise<Result>): Promise<Result> {
  if (signal === undefined) return work()
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const end = (): void => reject(signal.reason)
    signal.addEventListener('abort', end)
    work()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', end))
  })
}
