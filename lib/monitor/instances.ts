import type { Sample } from './exposition.ts'

/** What an instance has counted since it was last asked. */
export interface Increase {
  /** How long that took. */
  seconds: number
  /** By how much a counter, or a bucket of a histogram, has grown. */
  of: (sample: Sample) => number
}

export interface Scraped {
  samples: readonly Sample[]
  /** When it was asked, in ms of any clock that does not jump. */
  at: number
  /** The server's own clock, in seconds since 1970: its `Date` header, so that no other clock has to be right. */
  serverSeconds: number
}

export interface Told {
  /** Undefined the first time that an instance is asked: there is nothing to compare with. */
  increase: Increase | undefined
  /** Whether the instance has been started since the watch began, and was not known before. */
  startedAnew: boolean
}

interface Instance {
  starts: ReadonlySet<number>
  counts: ReadonlyMap<string, number>
  at: number
  /** The time that its processes have computed, which only grows. */
  cpuSeconds: number
}

/** `process_start_time_seconds` is rounded, and so is `Date`. */
const roundingSeconds = 2

/**
 * Tells the instances behind one address apart, by when their processes were started: a router gives each scrape to any of
 * them, and what one has counted says nothing of another. An instance of several workers is known as long as one of them
 * is the same.
 */
export function followInstances(): (scraped: Scraped) => Told {
  const known: Instance[] = []
  let beganAt: number | undefined
  return ({ samples, at, serverSeconds }) => {
    beganAt ??= at
    const starts = new Set(
      samples.filter(({ name }) => name === 'process_start_time_seconds').map(({ value }) => value),
    )
    const counts = new Map(samples.map((sample) => [keyOf(sample), sample.value]))
    const cpuSeconds = samples.reduce((sum, { name, value }) => (name === cpu ? sum + value : sum), 0)
    const now: Instance = { starts, counts, at, cpuSeconds }
    const before = findBefore(known, now)
    known[before === undefined ? known.length : known.indexOf(before)] = now

    const upSeconds = serverSeconds - Math.max(...starts)
    const startedAnew = before === undefined && upSeconds + roundingSeconds < (at - beganAt) / 1_000
    if (before === undefined) return { increase: startedAnew ? sinceStart(upSeconds) : undefined, startedAnew }
    return { increase: { seconds: (at - before.at) / 1_000, of: grownSince(before.counts) }, startedAnew }
  }
}

const cpu = 'process_cpu_seconds_total'

/**
 * What the same instance told before: a process of both was started in the same second. Two instances may have been, too:
 * then the one that has computed for longer than this one is another.
 */
function findBefore(known: readonly Instance[], now: Instance): Instance | undefined {
  const isSame = (one: Instance): boolean => {
    const common = [...now.starts].filter((start) => one.starts.has(start)).length
    const isAll = common === now.starts.size && common === one.starts.size
    return common > 0 && (!isAll || one.cpuSeconds <= now.cpuSeconds)
  }
  return known.filter(isSame).sort((one, other) => other.cpuSeconds - one.cpuSeconds)[0]
}

const keyOf = ({ name, labels }: Sample): string => `${name} ${JSON.stringify(labels)}`

const sinceStart = (upSeconds: number): Increase => ({ seconds: Math.max(1, upSeconds), of: ({ value }) => value })

/** A counter that has fallen has begun anew, so what it says now is what it has counted since. */
function grownSince(counts: ReadonlyMap<string, number>): Increase['of'] {
  return (sample) => {
    const before = counts.get(keyOf(sample)) ?? 0
    return sample.value < before ? sample.value : sample.value - before
  }
}
