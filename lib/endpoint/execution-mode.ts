import { isFollowing, runWithin } from '../observe/current-trace.ts'
import type { EndpointContext, EndpointEvent, EndpointResult, Exchange } from './exchange.ts'

type Hook = (exchange: Exchange) => unknown

type Answer = EndpointResult | Promise<EndpointResult>

/** A running call: middy's request object, with the answer that a hook may give early. */
interface Call extends Exchange {
  internal: Record<string, unknown>
  earlyResponse?: unknown
  /** It runs within its trace: from when that is known, where anybody follows traces. */
  isWithin?: true
}

/**
 * How middy runs a stack of ours: an execution mode, as middy calls it. The order and the meaning of the hooks are those
 * of its standard mode; but nothing is awaited that is not a promise, so that a synchronous stack answers at once. The
 * standard mode makes two promises and an AbortController for each call (docs/decisions/0009-synchronous-stack.md).
 */
export function runDirectly(
  _tools: unknown,
  before: readonly Hook[],
  handler: (event: EndpointEvent, context: EndpointContext) => unknown,
  after: readonly Hook[],
  onError: readonly Hook[],
): (event: EndpointEvent, context?: EndpointContext) => Answer {
  const callHandler: Hook = (call) => handler(call.event, call.context)

  /** Runs what is left of the stack: the hooks before, the handler, the hooks after, counted as one list. */
  const proceed = (call: Call, from: number): unknown => {
    const last = before.length + after.length
    for (let at = from; at <= last; at++) {
      const hook = at < before.length ? before[at] : at === before.length ? callHandler : after[at - before.length - 1]
      const value = hook?.(call)
      if (value instanceof Promise) {
        return value.then((settled) =>
          take(call, settled, at === before.length) ? call.response : proceed(call, at + 1),
        )
      }
      if (take(call, value, at === before.length)) return call.response
      const input = isFollowing() && call.isWithin === undefined ? call.event.input : undefined
      if (input !== undefined) {
        call.isWithin = true
        return runWithin(input.trace, () => proceed(call, at + 1))
      }
    }
    return call.response
  }

  const recover = (call: Call, from: number): unknown => {
    for (let at = from; at < onError.length; at++) {
      const value = onError[at]?.(call)
      if (value instanceof Promise) {
        return value.then((settled) => (take(call, settled, false) ? call.response : recover(call, at + 1)))
      }
      if (take(call, value, false)) return call.response
    }
    if (call.response === undefined) throw call.error
    return call.response
  }

  const fail = (call: Call, error: unknown): Answer => {
    call.response = undefined
    delete call.earlyResponse
    call.error = error
    const giveUp = (thrown: unknown): Promise<never> => {
      if (thrown instanceof Error && thrown !== error) thrown.cause ??= error
      return Promise.reject(thrown)
    }
    try {
      const { input } = call.event
      const answer = (
        call.isWithin && input ? runWithin(input.trace, () => recover(call, 0)) : recover(call, 0)
      ) as Answer
      return answer instanceof Promise ? answer.catch(giveUp) : answer
    } catch (thrown) {
      return giveUp(thrown)
    }
  }

  return (event, context = {}) => {
    const call: Call = { event, context, response: undefined, error: undefined, internal: {} }
    try {
      const answer = proceed(call, 0) as Answer
      return answer instanceof Promise ? answer.catch((error: unknown) => fail(call, error)) : answer
    } catch (error) {
      return fail(call, error)
    }
  }
}

/** Keeps what a step of the stack has returned; true where that ends the stack early. */
function take(call: Call, value: unknown, isHandler: boolean): boolean {
  if (isHandler) {
    call.response = value
    return false
  }
  if (value !== undefined) call.earlyResponse = value
  if (!('earlyResponse' in call)) return false
  call.response = call.earlyResponse
  return true
}
