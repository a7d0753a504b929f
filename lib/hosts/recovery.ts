import { runJob } from '../client/run-job.ts'
import { logger } from '../observe/log.ts'

/** What finishes or takes back whatever a service has left half done. */
export interface RecoveryPass {
  service: string
  /** @returns how many it has finished or taken back */
  recover: () => Promise<number>
}

export interface Recovery {
  /** Starts no further pass. @returns when the one under way is done */
  stop: () => Promise<void>
}

/**
 * Runs the recovery passes of the services in the background: at once, and then again and again, one at a time. What
 * fails is logged and tried again the next time.
 *
 * @param passes what is run; asked for at each turn, so that it can be replaced by a reload
 * @param intervalMs from the end of a turn to the next one; up to a fifth less, so that processes that started together
 *   do not stay together; 0 runs nothing
 * @example
 * const recovery = startRecovery(() => application.recoveries, 60_000)
 * await recovery.stop()
 */
export function startRecovery(passes: () => readonly RecoveryPass[], intervalMs: number): Recovery {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  const turn = async (): Promise<void> => {
    for (const pass of passes()) {
      if (stopped) return
      await runPass(pass)
    }
    if (stopped) return
    timer = setTimeout(begin, intervalMs * (1 - Math.random() / 5))
    timer.unref()
  }
  const begin = (): void => {
    underWay = turn()
  }
  let underWay: Promise<void> = Promise.resolve()
  if (intervalMs > 0) begin()
  return {
    stop: () => {
      stopped = true
      clearTimeout(timer)
      return underWay
    },
  }
}

async function runPass({ service, recover }: RecoveryPass): Promise<void> {
  try {
    const recovered = await runJob(`recover-${service}`, () => recover())
    if (recovered > 0) logger().info({ service, recovered }, 'recovered')
  } catch (error) {
    logger().error({ service, err: error }, 'The recovery failed; it is tried again')
  }
}
