import { setTimeout } from 'node:timers/promises'
import { createWire } from './wire.ts'

export interface WaitOptions {
  base: string
  services: readonly string[]
  /** How long it waits in all. */
  waitMs: number
  /** How long it rests before it asks again; half a second unless said. */
  paceMs?: number
  signal: AbortSignal
  /** Is told now and then of those that are not healthy yet. */
  waiting?: (services: readonly string[]) => void
}

/** Waits until each service says that it is healthy, or until the time is over: whoever runs then finds out why. */
export async function waitUntilHealthy({
  base,
  services,
  waitMs,
  paceMs = 500,
  signal,
  waiting,
}: WaitOptions): Promise<void> {
  const end = performance.now() + waitMs
  let left = services
  while (!signal.aborted) {
    const rest = end - performance.now()
    const wire = createWire({ base, timeoutMs: Math.max(1, Math.round(rest)), signal })
    const isIll = async (service: string): Promise<boolean> =>
      wire.send({ method: 'GET', target: `/${service}/-/health` }).then(
        ({ status }) => status !== 200,
        () => true,
      )
    const ill = await Promise.all(left.map(isIll))
    left = left.filter((_, at) => ill[at])
    if (left.length === 0 || performance.now() + paceMs > end) return
    waiting?.(left)
    await setTimeout(paceMs, undefined, { signal }).catch(() => undefined)
  }
}
