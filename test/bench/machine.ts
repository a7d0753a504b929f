import { readFileSync } from 'node:fs'
import { availableParallelism, cpus, platform } from 'node:os'

/** The machine in one line, as a reader needs it to judge a figure. */
export function describeMachine(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor'
  return `${model}, ${availableParallelism()} cores, ${platform()}, Node ${process.version}`
}

/** Ticks of the processors since the machine was started. */
interface Ticks {
  all: number
  /** Used by somebody, in programs or in the kernel on their behalf, or taken away by the hypervisor. */
  used: number
  /** Used by this process and by its children that have ended. */
  own: number
}

const ticksPerSecond = 100

/** Reads what has been used up to now; undefined where there is no /proc. */
export function readTicks(): Ticks | undefined {
  try {
    const [user = 0, nice = 0, system = 0, idle = 0, wait = 0, irq = 0, softirq = 0, steal = 0] =
      readFileSync('/proc/stat', 'utf8').split('\n', 1)[0]?.split(/\s+/).slice(1).map(Number) ?? []
    const all = user + nice + system + idle + wait + irq + softirq + steal
    // Soft interrupts are those of our own loopback traffic.
    return { all, used: user + nice + system + steal, own: readOwnTicks() }
  } catch {
    return undefined
  }
}

/** proc_pid_stat(5): fields 14 to 17, after the name in parentheses, which may hold spaces. */
function readOwnTicks(): number {
  const text = readFileSync('/proc/self/stat', 'utf8')
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0)
}

/**
 * The share of the machine that others have used between two readings: 0 to 1, undefined where it cannot be known.
 *
 * @param alsoOursMs CPU time of children that still run
 */
export function shareOfOthers(from: Ticks | undefined, to: Ticks | undefined, alsoOursMs = 0): number | undefined {
  if (from === undefined || to === undefined || to.all === from.all) return undefined
  const ours = to.own - from.own + (alsoOursMs / 1000) * ticksPerSecond
  return Math.max(0, to.used - from.used - ours) / (to.all - from.all)
}
