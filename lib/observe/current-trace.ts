import { AsyncLocalStorage } from 'node:async_hooks'
import type { TraceContext } from './trace-context.ts'

/** Which trace the code that runs belongs to, for what is not handed the request: the store. Off until somebody asks. */
let traces: AsyncLocalStorage<TraceContext> | undefined

/** From now on handlers run within their trace. It costs every request a little, so only those who need it ask for it. */
export function followTraces(): void {
  traces ??= new AsyncLocalStorage()
}

/** The trace of the request or job that runs this code; undefined where nobody follows, or there is none. */
export const currentTrace = (): TraceContext | undefined => traces?.getStore()

/** Whether {@link followTraces} was called. */
export const isFollowing = (): boolean => traces !== undefined

/** Runs something within a trace, where traces are followed. */
export const runWithin = <Result>(trace: TraceContext, run: () => Result): Result =>
  traces === undefined ? run() : traces.run(trace, run)
