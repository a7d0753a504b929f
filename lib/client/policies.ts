import type { BulkheadPolicy, CircuitBreakerPolicy } from 'cockatiel'
import { logger } from '../observe/log.ts'
import type { Outcome } from './outcome.ts'
import { type RetryBudget, retryBudget } from './retry-budget.ts'

/** How many calls to one service run at once, and how many wait for their turn. */
const atOnce = 50
const waiting = 100

/** Failures in a row that open the breaker, and how long it stays open before one call tries again, in ms. */
const failuresInRow = 5
export const openMs = 5_000

/** Attempts in all, where the outcome of each says that the call may be repeated. */
export const attempts = 3

/** How the calls of this process to one service are kept from doing harm. */
export interface Policies {
  /**
   * Runs attempts: bulkhead(retry(breaker(time-out(attempt)))). The outcome of the last attempt says what happened.
   *
   * @param attempt counts from 0
   * @throws BrokenCircuitError, BulkheadRejectedError, TaskCancelledError of cockatiel
   */
  run: (
    attempt: (count: number, signal: AbortSignal) => Promise<Outcome>,
    timeoutMs: number,
    signal: AbortSignal,
  ) => Promise<Outcome>
  budget: RetryBudget
  /** How long until a call may try again, in ms; 0 where the breaker is not open. */
  opensIn: () => number
  state: () => ClientState
}

/** What can be told of the calls to one service. */
export interface ClientState {
  service: string
  breaker: 'closed' | 'open' | 'half-open'
  running: number
  waiting: number
}

const known = new Map<string, Promise<Policies>>()
const ready: Policies[] = []

/** The policies of this process for a service: one breaker, one bulkhead, one budget for all its callers. */
export function policiesOf(service: string): Promise<Policies> {
  let policies = known.get(service)
  if (policies === undefined) {
    policies = createPolicies(service).then((made) => {
      ready.push(made)
      return made
    })
    known.set(service, policies)
  }
  return policies
}

/** The state of every service that this process has called. */
export const clientState = (): ClientState[] => ready.map(({ state }) => state())

/** Makes the policies for one service; cockatiel is loaded here, at the first call. */
export async function createPolicies(service: string): Promise<Policies> {
  const {
    bulkhead,
    circuitBreaker,
    CircuitState,
    ConsecutiveBreaker,
    DelegateBackoff,
    handleWhenResult,
    retry,
    timeout,
    TimeoutStrategy,
    wrap,
  } = await import('cockatiel')
  const compartment: BulkheadPolicy = bulkhead(atOnce, waiting)
  const breaker: CircuitBreakerPolicy = circuitBreaker(
    handleWhenResult((result) => (result as Outcome).isFailure),
    { halfOpenAfter: openMs, breaker: new ConsecutiveBreaker(failuresInRow) },
  )
  let openedAt = 0
  breaker.onBreak(() => {
    openedAt = Date.now()
    logger().warn({ upstream: service }, `The breaker opens: ${service} fails`)
  })
  breaker.onReset(() => logger().info({ upstream: service }, `The breaker closes: ${service} answers again`))
  const again = retry(
    handleWhenResult((result) => (result as Outcome).retryIn !== undefined),
    { maxAttempts: attempts - 1, backoff: new DelegateBackoff(({ result }) => delayOf(result)) },
  )
  const words = {
    [CircuitState.Closed]: 'closed',
    [CircuitState.Open]: 'open',
    [CircuitState.HalfOpen]: 'half-open',
    [CircuitState.Isolated]: 'open',
  } as const
  return {
    run: (attempt, timeoutMs, signal) =>
      wrap(compartment, again, breaker, timeout(timeoutMs, TimeoutStrategy.Cooperative)).execute(
        (context) => attempt(context.attempt, context.signal),
        signal,
      ),
    budget: retryBudget(),
    opensIn: () => (breaker.state === CircuitState.Open ? Math.max(0, openedAt + openMs - Date.now()) : 0),
    state: () => ({
      service,
      breaker: words[breaker.state],
      running: atOnce - compartment.executionSlots,
      waiting: waiting - compartment.queueSlots,
    }),
  }
}

const delayOf = (result: unknown): number =>
  typeof result === 'object' && result !== null && 'value' in result ? ((result.value as Outcome).retryIn ?? 0) : 0
