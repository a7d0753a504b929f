const seconds = 10
const share = 0.2
const always = 10

/** What retries may cost: see {@link retryBudget}. */
export interface RetryBudget {
  countCall: () => void
  /** True where one more retry is within the budget; it is then taken. */
  take: () => boolean
}

/**
 * Bounds the retries of a process to 20 % of the calls of the last ten seconds, and ten: where everything fails,
 * retries must not multiply the load that makes it fail.
 *
 * @param now in ms
 */
export function retryBudget(now: () => number = Date.now): RetryBudget {
  const buckets = Array.from({ length: seconds }, () => ({ second: -1, calls: 0, retries: 0 }))
  const bucket = () => {
    const second = Math.floor(now() / 1000)
    const current = buckets[second % seconds] as (typeof buckets)[number]
    return current.second === second ? current : Object.assign(current, { second, calls: 0, retries: 0 })
  }
  return {
    countCall: () => void bucket().calls++,
    take() {
      const current = bucket()
      const recent = buckets.filter(({ second }) => second > current.second - seconds)
      const calls = recent.reduce((sum, one) => sum + one.calls, 0)
      const retries = recent.reduce((sum, one) => sum + one.retries, 0)
      if (retries >= share * calls + always) return false
      current.retries++
      return true
    },
  }
}
