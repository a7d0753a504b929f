import { logger } from '../log.ts'

/** One line at most in this time, in ms: a collector that is down is no news a minute later. */
const interval = 60_000

/** Tells the log of spans that are lost. */
export interface ExportWarnings {
  /** @param lost how many spans */
  warn: (reason: unknown, lost: number) => void
  /** An export has succeeded. */
  clear: () => void
  /** Whether the latest export has failed, and not long ago. */
  readonly isFailing: boolean
}

export function createExportWarnings(collector: string, now: () => number = () => performance.now()): ExportWarnings {
  let lostSince = 0
  let warnedAt = Number.NEGATIVE_INFINITY
  let failedAt: number | undefined
  return {
    warn(reason, lost) {
      lostSince += lost
      failedAt = now()
      if (now() - warnedAt < interval) return
      warnedAt = now()
      logger().warn({ collector, reason: describe(reason), lost: lostSince }, 'Traces cannot be exported')
      lostSince = 0
    },
    clear() {
      if (failedAt === undefined) return
      failedAt = undefined
      warnedAt = Number.NEGATIVE_INFINITY
      logger().info({ collector, lost: lostSince }, 'Traces are exported again')
      lostSince = 0
    },
    get isFailing() {
      return failedAt !== undefined && now() - failedAt < interval / 2
    },
  }
}

/** Neither the answer of a collector nor a stack: both are long, and neither says more. */
function describe(reason: unknown): string {
  if (!(reason instanceof Error)) return String(reason)
  const code: unknown = Reflect.get(reason, 'code')
  const errors: unknown = Reflect.get(reason, 'errors')
  // Node tries each address of a name.
  if (reason.message === '' && Array.isArray(errors)) return describe(errors[0])
  return [reason.message, typeof code === 'number' ? `(${code})` : undefined].filter(Boolean).join(' ')
}
