import { setTimeout } from 'node:timers/promises'
import type { Judge, Judgement, Verdict } from './judge.ts'
import type { Look } from './look.ts'

export interface WatchOptions {
  look: (signal: AbortSignal) => Promise<Look>
  judge: Judge
  /** From the start of one look to that of the next. */
  everyMs: number
  /** How long it is watched. */
  forMs: number
  signal: AbortSignal
  /** Is told of each look. */
  seen: (look: Look, judgement: Judgement) => void
}

export interface Watched {
  looks: number
  /** Why it is not well; undefined where it stayed well, or the watch was called off. */
  verdict: Verdict | undefined
}

/** Looks again and again until the time is over, somebody calls it off, or it is not well. */
export async function watch({ look, judge, everyMs, forMs, signal, seen }: WatchOptions): Promise<Watched> {
  const beganAt = performance.now()
  let late = 0
  for (let looks = 1; ; looks++) {
    const now = await look(signal)
    if (signal.aborted) return { looks: looks - 1, verdict: undefined }
    const judgement = judge.look(now)
    seen(now, judgement)
    if (judgement.verdict !== undefined) return { looks, verdict: judgement.verdict }
    const next = beganAt + looks * everyMs
    const isOver = next > beganAt + forMs
    // What has just begun to be wrong is looked at until it has passed or lasted.
    if (isOver && (judgement.troubles.length === 0 || ++late >= judge.inARow)) return { looks, verdict: judge.end() }
    await setTimeout(Math.max(0, next - performance.now()), undefined, { signal }).catch(() => undefined)
    if (signal.aborted) return { looks, verdict: undefined }
  }
}
