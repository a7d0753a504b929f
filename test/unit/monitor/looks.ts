import { readSamples } from '../../../lib/monitor/exposition.ts'
import { followInstances } from '../../../lib/monitor/instances.ts'
import { usualLimits } from '../../../lib/monitor/limits.ts'
import type { Look } from '../../../lib/monitor/look.ts'
import { type Measured, measure } from '../../../lib/monitor/measure.ts'

export const limits = usualLimits

export const quiet: Measured = {
  rate: 5,
  errors: 0,
  p99Seconds: 0.02,
  services: [{ service: 'shop', rate: 5, errors: 0, p99Seconds: 0.02 }],
  lagSeconds: 0.011,
  failingStores: [],
  openBreakers: [],
  silentWorkers: 0,
  restarts: 0,
}

const release = { version: '1.4.0', commit: '5a52cfac00000000000000000000000000000000' }

/** A deployment that is well, but for what is said. */
export const look = (change: Partial<Look> = {}): Look => ({
  at: Date.UTC(2026, 10, 25, 12, 0, 15),
  reached: true,
  ready: { status: 200 },
  services: [{ service: 'shop', health: { status: 200 }, example: { status: 200 }, release }],
  metrics: quiet,
  startedAnew: false,
  slowestMs: 12,
  ...change,
})

export interface Scrape {
  /** When, in seconds. */
  at: number
  started?: number[]
  text?: string
}

/** Scrapes one after the other, and what the last one says. */
export function measureLast(scrapes: readonly Scrape[]): { measured: Measured | undefined; startedAnew: boolean } {
  const follow = followInstances()
  const told = scrapes.map(({ at, started = [0], text = '' }) => {
    const starts = started.map((start, worker) => `process_start_time_seconds{worker="${worker}"} ${start}`)
    const samples = readSamples(`${text}\n${starts.join('\n')}`)
    const { increase, startedAnew } = follow({ samples, at: at * 1_000, serverSeconds: at })
    return { measured: increase && measure(samples, increase), startedAnew }
  })
  return told.at(-1) ?? { measured: undefined, startedAnew: false }
}
