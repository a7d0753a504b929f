import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createJudge } from '../../../lib/monitor/judge.ts'
import type { Look } from '../../../lib/monitor/look.ts'
import { watch } from '../../../lib/monitor/watch.ts'
import { limits, look } from './looks.ts'

const never = new AbortController().signal
const unready = look({ ready: { status: 503 } })

const watchAll = (looks: readonly Look[], forMs: number, signal = never) => {
  const left = [...looks]
  const seen: Look[] = []
  const result = watch({
    look: async () => left.shift() ?? look(),
    judge: createJudge(limits),
    ...{ everyMs: 1, forMs, signal, seen: (one: Look) => void seen.push(one) },
  })
  return { result, seen }
}

test('it looks at once, then again and again until the time is over', async () => {
  const { result, seen } = watchAll([], 5)

  assert.deepEqual(await result, { looks: 6, verdict: undefined })
  assert.equal(seen.length, 6)
})

test('it ends as soon as it is not well', async () => {
  const { result } = watchAll([look(), unready, unready, unready, unready], 60_000)

  assert.deepEqual(await result, {
    looks: 4,
    verdict: { reason: '/health/ready answers 503 (3 times in a row)', unreachable: false },
  })
})

test('a trouble that is there when the time is over is watched until it has passed, or has lasted', async () => {
  const passing = watchAll([unready], 0)
  const lasting = watchAll([unready, unready, unready, unready], 0)
  const inTurn = watchAll(
    [unready, look({ services: [], reached: false, ready: { error: 'gone' } }), unready, unready],
    0,
  )

  assert.deepEqual(await passing.result, { looks: 2, verdict: undefined })
  assert.match(String((await lasting.result).verdict?.reason), /503 \(3 times in a row\)/)
  assert.equal((await inTurn.result).looks, 3)
  assert.match(String((await inTurn.result).verdict?.reason), /503, at the end/)
})

test('whoever calls it off gets no verdict, and a look that was under way is not told', async () => {
  const stop = new AbortController()
  const seen: Look[] = []
  const result = await watch({
    look: async () => {
      if (seen.length === 1) stop.abort()
      return look()
    },
    judge: createJudge(limits),
    ...{ everyMs: 1, forMs: 60_000, signal: stop.signal, seen: (one: Look) => void seen.push(one) },
  })

  assert.deepEqual(result, { looks: 1, verdict: undefined })
})
