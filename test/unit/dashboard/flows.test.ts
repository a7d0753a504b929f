import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createFlows } from '../../../lib/dashboard/flows.ts'

function watch() {
  const told: string[] = []
  const flows = createFlows(({ from, to }) => told.push(`${from} → ${to}`))
  return { told, flows }
}

const flow = (to: string, at = 0) => ({ at, to, ms: 1, failed: false })

test('a request without a parent came from a client', () => {
  const { told, flows } = watch()

  flows.arrived('orders', { spanId: 'a', parentId: undefined }, flow('orders'))

  assert.deepEqual(told, ['clients → orders'])
})

test('what a request has caused is known to be of its service once it ends, and later', () => {
  const { told, flows } = watch()

  flows.left('a', flow('store'))
  const before = [...told]
  flows.arrived('orders', { spanId: 'a', parentId: undefined }, flow('orders'))
  flows.left('a', flow('catalog'))

  assert.deepEqual(before, [])
  assert.deepEqual(told, ['orders → store', 'clients → orders', 'orders → catalog'])
})

for (const order of ['before', 'after']) {
  test(`a call is told once, whether its answer is heard of ${order} the request that it became`, () => {
    const { told, flows } = watch()
    const call = (): void => {
      flows.called('call')
      flows.left('a', flow('catalog'))
    }

    if (order === 'before') call()
    flows.arrived('catalog', { spanId: 'b', parentId: 'call' }, flow('catalog'))
    if (order === 'after') call()
    flows.arrived('orders', { spanId: 'a', parentId: undefined }, flow('orders'))
    flows.settle(100_000)

    assert.deepEqual(told, ['orders → catalog', 'clients → orders'])
  })
}

test('a request whose parent never tells is a client with a trace of its own', () => {
  const { told, flows } = watch()

  flows.arrived('orders', { spanId: 'a', parentId: 'browser' }, flow('orders', 1_000))
  flows.settle(1_500)
  const soon = [...told]
  flows.settle(4_000)

  assert.deepEqual(soon, [])
  assert.deepEqual(told, ['clients → orders'])
})

test('what no request has caused is of the background', () => {
  const { told, flows } = watch()

  flows.left('job', flow('catalog', 1_000))
  flows.settle(40_000)

  assert.deepEqual(told, ['background → catalog'])
})
