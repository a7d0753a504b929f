import middy, { type MiddlewareObj } from '@middy/core'
import type { EndpointContext, EndpointEvent, EndpointHandler, Middleware } from './exchange.ts'
import { runDirectly } from './execution-mode.ts'

/** Makes a middy handler of middlewares, outermost first, and what they are around. */
export function compose(
  middlewares: readonly Middleware[],
  handler: (event: EndpointEvent, context: EndpointContext) => unknown,
): EndpointHandler {
  // middy types its own events and contexts; the kit's are those of `exchange.ts`, on every host.
  const plugin = { executionMode: runDirectly } as unknown as { executionMode: () => void }
  const stack = middy<unknown, unknown>(handler as (event: unknown, context: unknown) => unknown, plugin)
  for (const middleware of middlewares) stack.use(middleware as MiddlewareObj)
  return stack as unknown as EndpointHandler
}
