import { currentTrace } from '../observe/current-trace.ts'
import { listeners } from '../observe/listeners.ts'
import type { TraceContext } from '../observe/trace-context.ts'
import type { Driver } from './driver.ts'

/** What is done with documents. */
export type StoreAction = 'get' | 'insert' | 'replace' | 'remove' | 'query'

/** One access to the store, once it is over. */
export interface StoreAccess extends Pick<Driver, 'system' | 'isRemote'> {
  collection: string
  action: StoreAction
  /** `conflict`: the condition of the write did not hold; `failed`: the store could not be reached or written. */
  outcome: 'ok' | 'conflict' | 'failed'
  error: unknown
  /** Milliseconds, as `performance.now()` counts. */
  startedAt: number
  durationMs: number
  /** The trace of whoever needed it, where traces are followed. */
  trace: TraceContext | undefined
}

const accesses = listeners<StoreAccess>()

/**
 * Hears of every access to the store, once it is over.
 *
 * @returns what ends it
 * @example
 * const stop = onStoreAccess(({ collection, action, durationMs }) => console.log(collection, action, durationMs))
 */
export const onStoreAccess = accesses.on

/** The same driver, which tells of what it does while somebody wants to hear of it. */
export function observed(driver: Driver): Driver {
  const observe =
    <Parameters extends [string, ...unknown[]], Result>(
      action: StoreAction,
      run: (...parameters: Parameters) => Promise<Result>,
    ) =>
    (...parameters: Parameters): Promise<Result> =>
      accesses.any ? watch(driver, parameters[0], action, () => run(...parameters)) : run(...parameters)
  return {
    ...driver,
    get: observe('get', driver.get),
    insert: observe('insert', driver.insert),
    replace: observe('replace', driver.replace),
    remove: observe('remove', driver.remove),
    query: observe('query', driver.query),
  }
}

async function watch<Result>(
  { system, isRemote }: Driver,
  collection: string,
  action: StoreAction,
  run: () => Promise<Result>,
): Promise<Result> {
  const startedAt = performance.now()
  const trace = currentTrace()
  const tell = (outcome: StoreAccess['outcome'], error?: unknown): void =>
    accesses.tell({
      system,
      isRemote,
      collection,
      action,
      outcome,
      error,
      startedAt,
      durationMs: performance.now() - startedAt,
      trace,
    })
  try {
    const result = await run()
    tell(result === false ? 'conflict' : 'ok')
    return result
  } catch (error) {
    tell('failed', error)
    throw error
  }
}
