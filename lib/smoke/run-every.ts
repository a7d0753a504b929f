import { setTimeout } from 'node:timers/promises'

/**
 * Runs something again and again until it is called off: each time an interval after the last start, or at once where that
 * one took longer. Two never run at the same time.
 *
 * @param intervalMs from start to start
 */
export async function runEvery(intervalMs: number, signal: AbortSignal, run: () => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    const startedAt = performance.now()
    await run()
    const rest = Math.max(0, intervalMs - (performance.now() - startedAt))
    await setTimeout(rest, undefined, { signal }).catch(() => undefined)
  }
}
