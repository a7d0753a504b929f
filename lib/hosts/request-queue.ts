import { createFifo } from './fifo.ts'
import type { Overload } from './overload.ts'

/** A request that waits for its turn. */
export interface WaitingRequest {
  answer: () => void
  refuse: () => void
}

/** Where requests wait while they cannot be answered as they come. */
export interface RequestQueue {
  /** Whether a request that has just come is to wait. */
  hasToWait: () => boolean
  add: (request: WaitingRequest) => void
  /** Says that a connection was accepted. */
  noticeConnection: () => void
}

export interface QueueOptions {
  /** Another clock only in tests, as `performance.now()` counts. */
  now?: () => number
  /** Does something in the next turn of the event loop; another one only in tests. */
  later?: (work: () => void) => void
}

/** For so long requests are answered before the loop turns again, in ms. */
const answeringMs = 20

/** For so long requests are refused meanwhile, at the most: clients that come back at once must not take it all. In ms. */
const refusingMs = 5

/** For so long connections are accepted before requests go on, in ms. */
const acceptingMs = 5

/** With so many requests between two connections the loop has more to do than to accept. */
const busyRequests = 4

/** So many are tried in a turn, and twice as many as were answered in the one before. */
const leastTried = 32

/** More than these do not wait: whatever a client sends, memory is bounded. */
const mostWaiting = 10_000

/**
 * Lets requests wait where they are seen. libuv accepts one connection in each turn of the loop (libuv#3696), and node:http
 * does in one turn whatever has come. So with a thousand clients who each want a quarter of a millisecond, four clients in
 * a second are accepted; the others wait in the kernel for minutes, a probe among them, and nothing in the process tells.
 *
 * So where a connection comes to a busy loop, all that wait to be accepted are, before requests go on. And in an overload
 * turns are short: in each of them requests are answered for some milliseconds, first come first served, and those that
 * have waited for longer than the limit are refused, or dropped where their client has gone.
 *
 * While all is well a request costs the look at three variables.
 */
export function createRequestQueue(overload: Overload, options: QueueOptions = {}): RequestQueue {
  const { now = () => performance.now(), later = (work) => setImmediate(work) } = options
  const waiting = createFifo<WaitingRequest & { since: number }>()
  const late = createFifo<WaitingRequest>()
  let isTurning = false
  let acceptingSince: number | undefined
  let hasAccepted = false
  let requests = 0
  let answersUntil: number | undefined
  let answered = 0
  let hasLeftSome = false

  function start(): void {
    if (isTurning) return
    isTurning = hasLeftSome = true
    acceptingSince = undefined
    later(turn)
  }

  function turn(): void {
    const at = now()
    acceptingSince ??= at
    if (hasAccepted && at - acceptingSince < acceptingMs) {
      hasAccepted = false
      later(turn)
      return
    }
    hasAccepted = false
    const first = waiting.first()
    overload.noticeWait(first === undefined ? 0 : at - first.since)
    const isOverloaded = overload.isOverloaded()
    if (isOverloaded) findLate(at)
    refuse(at)
    if (late.size() === 0 && (waiting.size() === 0 || !(isOverloaded || hasLeftSome))) {
      end()
      return
    }
    // One each, since what a handler does after its first await comes between two of them.
    const tried = Math.min(waiting.size(), leastTried + answered * 2)
    for (let count = tried; count > 0; count--) later(answerNext)
    hasLeftSome = tried < waiting.size()
    answersUntil = acceptingSince = undefined
    answered = 0
    later(turn)
  }

  /** All that waited were answered in one turn: from now on they can be as they come. */
  function end(): void {
    isTurning = false
    for (let next = waiting.take(); next; next = waiting.take()) next.answer()
  }

  function findLate(at: number): void {
    for (let first = waiting.first(); first && at - first.since > overload.limitMs; first = waiting.first()) {
      late.add(first)
      waiting.take()
    }
  }

  function refuse(at: number): void {
    while (late.size() > 0 && now() - at < refusingMs) late.take()?.refuse()
  }

  function answerNext(): void {
    const at = now()
    answersUntil ??= at + answeringMs
    if (at >= answersUntil) {
      hasLeftSome = true
      return
    }
    answered++
    waiting.take()?.answer()
  }

  return {
    hasToWait() {
      requests++
      return isTurning || overload.isOverloaded()
    },
    add(request) {
      if (waiting.size() + late.size() >= mostWaiting)
        return overload.isOverloaded() ? request.refuse() : request.answer()
      waiting.add({ ...request, since: now() })
      start()
    },
    noticeConnection() {
      hasAccepted = true
      if (requests >= busyRequests) start()
      requests = 0
    },
  }
}
