import type { FinishedRequest } from './finished-request.ts'
import { listeners } from './listeners.ts'

/** A request that has arrived and is known by its operation. */
export type StartedRequest = Pick<FinishedRequest, 'service' | 'operation' | 'method' | 'path' | 'request'>

const requests = listeners<StartedRequest>()

/**
 * Hears of every request before anything is done with it, as long as {@link onFinished} has a listener too.
 *
 * @returns what ends it
 * @example
 * const stop = onStarted(({ operation, request }) => console.log(operation, request.trace.traceId))
 */
export const onStarted = requests.on

export const tellStarted = requests.tell
