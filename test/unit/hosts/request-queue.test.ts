import assert from 'node:assert/strict'
import { test } from 'node:test'
import { notWatched } from '../../../lib/hosts/overload.ts'
import { createRequestQueue } from '../../../lib/hosts/request-queue.ts'

const limitMs = 200

/** A queue in an event loop that turns when a test says so. */
function startQueue({ isOverloaded = true } = {}) {
  let time = 0
  let next: (() => void)[] = []
  const waits: number[] = []
  const happened: string[] = []
  const state = { isOverloaded }
  const queue = createRequestQueue(
    { ...notWatched, limitMs, isOverloaded: () => state.isOverloaded, noticeWait: (ms) => waits.push(ms) },
    { now: () => time, later: (work) => next.push(work) },
  )
  return {
    queue,
    state,
    waits,
    pass: (ms: number): void => {
      time += ms
    },
    /** Adds requests that take so long to answer or to refuse. */
    add: (names: string[], { answerMs = 1, refuseMs = 1 } = {}): void => {
      const happen = (what: string, ms: number) => (): void => {
        happened.push(what)
        time += ms
      }
      for (const name of names)
        queue.add({ answer: happen(`${name} answered`, answerMs), refuse: happen(`${name} refused`, refuseMs) })
    },
    /** What happens in the next turn of the loop. */
    turn: (): string[] => {
      const works = next
      next = []
      for (const work of works) work()
      return happened.splice(0)
    },
    isAtRest: (): boolean => next.length === 0,
  }
}

const named = (count: number): string[] => Array.from({ length: count }, (_, at) => `${at}`)

test('requests are answered first come first served, for some milliseconds in each turn', () => {
  const { add, turn, isAtRest } = startQueue()

  add(named(50))
  turn()

  const turns = [turn(), turn(), turn()]
  assert.deepEqual(
    turns.map(({ length }) => length),
    [20, 20, 10],
  )
  assert.deepEqual(
    turns.flat(),
    named(50).map((name) => `${name} answered`),
  )
  turn()
  assert.equal(isAtRest(), true)
})

test('one that takes long is alone in its turn', () => {
  const { add, turn } = startQueue()

  add(named(2), { answerMs: 150 })
  turn()

  assert.deepEqual(turn(), ['0 answered'])
})

test('whoever has waited for longer than the limit is refused, and who came later is answered', () => {
  const { add, pass, turn } = startQueue()

  add(['early'])
  pass(limitMs + 1)
  add(['late'])

  assert.deepEqual([...turn(), ...turn()], ['early refused', 'late answered'])
})

test('nobody is refused where there is no overload', () => {
  const { add, pass, turn } = startQueue({ isOverloaded: false })

  add(['early'])
  pass(limitMs + 1)

  assert.deepEqual([...turn(), ...turn()], ['early answered'])
})

test('refusals take no more than a fifth of the time from answers, however many there are', () => {
  const { add, pass, turn } = startQueue()

  add(
    named(1_000).map((name) => `early ${name}`),
    { refuseMs: 0.5 },
  )
  pass(limitMs + 1)
  add(
    named(1_000).map((name) => `late ${name}`),
    { answerMs: 1 },
  )
  turn()
  const second = turn()

  assert.equal(second.filter((what) => what.endsWith('answered')).length, 20)
  assert.equal(second.filter((what) => what.endsWith('refused')).length, 10)
})

test('those to be refused are refused also when the overload is over meanwhile', () => {
  const { add, pass, state, turn, isAtRest } = startQueue()

  add(named(3), { refuseMs: 6 })
  pass(limitMs + 1)
  const first = turn()
  state.isOverloaded = false

  assert.deepEqual([...first, ...turn(), ...turn()], ['0 refused', '1 refused', '2 refused'])
  assert.equal(isAtRest(), true)
})

test('it is told for how long the first has waited, and that nobody does', () => {
  const { add, pass, turn, waits } = startQueue()

  add(['one'])
  pass(30)
  turn()
  pass(10)
  turn()

  assert.deepEqual(waits, [30, 0])
})

test('once all that waited were answered in a turn nobody has to wait, unless there is an overload', () => {
  const calm = startQueue({ isOverloaded: false })
  const overloaded = startQueue()

  for (const { add, turn } of [calm, overloaded]) {
    add(['one'])
    turn()
    add(['two'])
    turn()
    add(['three'])
  }

  assert.deepEqual([...calm.turn(), ...calm.turn()], ['three answered'])
  assert.equal(calm.queue.hasToWait(), false)
  assert.equal(overloaded.queue.hasToWait(), true)
})

test('one more than ten thousand does not wait: it is refused, or answered where there is no overload', () => {
  const { add, queue, state } = startQueue()
  const happened: string[] = []
  const oneMore = { answer: () => happened.push('answered'), refuse: () => happened.push('refused') }

  add(named(10_000))
  queue.add(oneMore)
  state.isOverloaded = false
  queue.add(oneMore)

  assert.deepEqual(happened, ['refused', 'answered'])
})

test('where connections come to a busy loop, all that wait are accepted before requests go on, for some milliseconds', () => {
  const { add, queue, pass, turn } = startQueue({ isOverloaded: false })
  const before = Array.from({ length: 5 }, () => queue.hasToWait())

  queue.noticeConnection()
  const meanwhile = queue.hasToWait()
  add(['a request'])
  const turns: string[][] = []
  for (let count = 0; count < 4; count++) {
    turns.push(turn())
    queue.noticeConnection()
    pass(1)
  }
  pass(1)
  turn()

  assert.deepEqual([...before, meanwhile], [false, false, false, false, false, true])
  assert.deepEqual(turns.flat(), [])
  assert.deepEqual(turn(), ['a request answered'])
})

test('connections that come while requests are answered are accepted before more are', () => {
  const { add, queue, turn } = startQueue({ isOverloaded: false })

  add(named(50))
  turn()
  queue.noticeConnection()
  const answered = turn()
  const turns: string[][] = []
  for (let count = 0; count < 3; count++) {
    queue.noticeConnection()
    turns.push(turn())
  }
  const first = turn()

  assert.equal(answered.length, 20)
  assert.deepEqual(turns.flat(), [])
  assert.deepEqual([first.length, turn().length], [0, 20])
})

test('a connection for each request is no reason to let requests wait', () => {
  const { queue, isAtRest } = startQueue({ isOverloaded: false })
  const seen: boolean[] = []

  for (let count = 0; count < 10; count++) {
    queue.noticeConnection()
    seen.push(queue.hasToWait())
  }

  assert.equal(seen.includes(true), false)
  assert.equal(isAtRest(), true)
})
