/** Above what the two clocks differ by when they agree: `Date.now()` cuts off up to 1 ms. */
const agreement = 2

/**
 * The current time: `time` in seconds since 1970, `iso` the same moment in UTC, cut off after the millisecond.
 *
 * The microseconds come from the monotonic clock, counted from the start of the process (High Resolution Time,
 * section 4). That clock does not follow when the machine sleeps, a function is frozen, or its time is set: once it
 * is out of step with the wall clock, the wall clock's milliseconds are the answer.
 *
 * @example
 * readClock() // { time: 1000000000.123456, iso: '2001-09-09T01:46:40.123Z' }
 */
export function readClock(): { time: number; iso: string } {
  const precise = performance.timeOrigin + performance.now()
  const wall = Date.now()
  const milliseconds = Math.abs(precise - wall) < agreement ? precise : wall

  // Both forms come from whole microseconds, so that rounding never puts them on two sides of a millisecond.
  const microseconds = Math.floor(milliseconds * 1000)
  return { time: microseconds / 1e6, iso: new Date(microseconds / 1000).toISOString() }
}
