import assert from 'node:assert/strict'
import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import { createEvaluator } from '../../../../lib/cli/shell/evaluator.ts'
import { runScripts } from '../../../../lib/cli/shell/run-scripts.ts'

const unexpected = (error: unknown): never => {
  throw error
}

test('code may await, declare and end with a value; what it declares stays', async () => {
  const { evaluate } = createEvaluator({ two: Promise.resolve(2) }, unexpected)

  assert.equal(await evaluate('const four = await two + 2; four'), 4)
  assert.equal(await evaluate('four * 2'), 8)
  assert.equal(await evaluate('Promise.resolve(five = 5)'), 5)
  assert.equal(await evaluate('let x = 1'), undefined)
  assert.deepEqual(await evaluate('{ a: 1 }'), { a: 1 })
})

test('what code throws is thrown, at once and later', async () => {
  const { evaluate } = createEvaluator({}, unexpected)

  await assert.rejects(evaluate('throw new RangeError("now")'), RangeError)
  await assert.rejects(evaluate('await Promise.reject(new RangeError("then"))'), RangeError)
  await assert.rejects(evaluate('f('), SyntaxError)
  assert.equal(await evaluate('1'), 1)
})

test('what a timer throws when nobody waits any more is told all the same', async () => {
  const told = new PassThrough({ objectMode: true })
  const { evaluate } = createEvaluator({}, (error) => told.write(error))

  await evaluate('setTimeout(() => { throw new RangeError("late") }); 1')
  const [error] = await once(told, 'data')

  assert.ok(error instanceof RangeError)
})

test('the first script that fails is the last, and says with which code', async () => {
  const printed: unknown[] = []
  const said: string[] = []
  const output = { print: (value: unknown) => printed.push(value), complain: (text: string) => said.push(text) }
  class Refused extends Error {
    exitCode = 78
  }

  const code = await runScripts({ names: { Refused } }, ['1', 'undefined', 'throw new Refused("no")', '2'], output)

  assert.equal(code, 78)
  assert.deepEqual(printed, [1])
  assert.equal(said.length, 1)
  assert.match(said[0] ?? '', /^Error: no\n\s+at shell:1:7$/)
})
