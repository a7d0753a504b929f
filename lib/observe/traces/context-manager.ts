import { AsyncLocalStorage } from 'node:async_hooks'
import { type Context, type ContextManager, ROOT_CONTEXT } from '@opentelemetry/api'
import { currentTrace } from '../current-trace.ts'
import type { TraceContext } from '../trace-context.ts'
import { contextOfTrace } from './span-contexts.ts'

/** A context that code has set itself, and the trace in which it has. */
interface Own {
  context: Context
  trace: TraceContext | undefined
}

/**
 * Lets `@opentelemetry/api` know which span is active: the one that code has begun itself, else that of the request or
 * the job which runs. The kit keeps its traces in a store of its own already, so that a request costs one, not two.
 */
export function createContextManager(): ContextManager {
  const contexts = new AsyncLocalStorage<Own>()
  const manager: ContextManager = {
    active() {
      const trace = currentTrace()
      const own = contexts.getStore()
      // A request within a request, as in tests, is none of the outer one's spans.
      if (own !== undefined && own.trace === trace) return own.context
      return trace === undefined ? ROOT_CONTEXT : contextOfTrace(trace)
    },
    with: (context, run, self, ...parameters) =>
      contexts.run({ context, trace: currentTrace() }, () =>
        run.apply(self as ThisParameterType<typeof run>, parameters),
      ),
    bind(context, target) {
      if (typeof target !== 'function') return target
      const bound = (...parameters: unknown[]): unknown =>
        manager.with(context, () => Reflect.apply(target, undefined, parameters))
      return bound as typeof target
    },
    enable: () => manager,
    disable() {
      contexts.disable()
      return manager
    },
  }
  return manager
}
