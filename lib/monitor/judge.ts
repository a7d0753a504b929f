import { findTroubles, type Trouble } from './find-troubles.ts'
import type { Limits } from './limits.ts'
import type { Look, Release } from './look.ts'

/** A trouble, and for how many looks in a row it has been there. */
export interface Lasting extends Trouble {
  inARow: number
}

/** What a look means after those before it. */
export interface Judgement {
  troubles: Lasting[]
  /** How often something was started anew since the beginning. */
  restarts: number
  /** Why it is not well; undefined as long as it may be. */
  verdict: Verdict | undefined
}

export interface Verdict {
  reason: string
  /** Nothing has ever answered. */
  unreachable: boolean
}

export interface Judge {
  look: (look: Look) => Judgement
  /**
   * When the time is over: why it is not well after all. What is wrong now is, and so is a release that came and went,
   * which never was wrong long enough.
   */
  end: () => Verdict | undefined
  /** How many looks it takes until a trouble has lasted. */
  inARow: number
}

/**
 * Judges looks one after the other: a trouble counts once it was there several times in a row, or half of the time, so that
 * no blip does.
 */
export function createJudge(limits: Limits, isExpected?: (release: Release) => boolean): Judge {
  let lasting = new Map<string, Lasting>()
  // A router in front of two instances, one of which is gone, gives a trouble every other time and never in a row.
  const recent: Set<string>[] = []
  const [mostRecent, often] = [4 * limits.inARow, 2 * limits.inARow]
  const timesOf = (key: string): number => recent.filter((keys) => keys.has(key)).length
  let reached = false
  let restarts = 0
  let looks = 0
  const releases = new Map<string, { at: number; trouble: Trouble }>()
  const notWell = (reason: string): Verdict => ({ reason, unreachable: !reached })

  return {
    inARow: limits.inARow,
    look(look) {
      looks++
      reached ||= look.reached
      restarts += (look.startedAnew ? 1 : 0) + ('missing' in look.metrics ? 0 : look.metrics.restarts)
      const now = new Map<string, Lasting>()
      for (const trouble of findTroubles(look, limits, isExpected)) {
        const key = `${trouble.name} ${trouble.subject}`
        now.set(key, { ...trouble, inARow: (lasting.get(key)?.inARow ?? 0) + 1 })
        if (trouble.name === 'Release') releases.set(key, { at: looks, trouble })
      }
      lasting = now
      recent.push(new Set(now.keys()))
      if (recent.length > mostRecent) recent.shift()
      const troubles = [...now.values()]
      const lasted = troubles.filter(({ inARow }) => inARow >= limits.inARow).map(({ message }) => message)
      const returned = [...now].filter(([key]) => timesOf(key) >= often).map(([, { message }]) => message)
      const verdict =
        restarts > limits.restarts
          ? notWell(`processes were started anew ${restarts} times`)
          : lasted.length > 0
            ? notWell(`${lasted.join('; ')} (${limits.inARow} times in a row)`)
            : returned.length > 0
              ? notWell(`${returned.join('; ')} (${often} of the last ${recent.length} times)`)
              : undefined
      return { troubles, restarts, verdict }
    },
    end() {
      if (!reached) return notWell('nothing has answered')
      const late = [...releases.values()].filter(({ at }) => at > looks - limits.inARow)
      const still = [...lasting.values()].filter(({ name }) => name !== 'Release')
      const reasons = [
        ...late.map(({ trouble }) => trouble.message),
        ...still.map(({ message }) => `${message}, at the end`),
      ]
      return reasons.length === 0 ? undefined : notWell(reasons.join('; '))
    },
  }
}
