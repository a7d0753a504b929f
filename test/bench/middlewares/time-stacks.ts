/**
 * Calls the stacks of operations with and without each of their middlewares, in the project of the current folder, and
 * prints as JSON the time of a call in µs: for each operation and stack one figure per sample.
 *
 * All stacks of an operation are timed in turn within a sample, in a new order each time, so that what the machine does
 * meanwhile happens to all of them.
 */
import middy, { type MiddlewareObj } from '@middy/core'
import type { EndpointContext, EndpointEvent, EndpointResult, Middleware } from '../../../lib/endpoint/exchange.ts'
import { shuffle } from '../statistics.ts'
import { type Measured, measured } from './measured.ts'
import { listParts, loadContracts, strictCheck } from './stacks.ts'

type Stack = (event: EndpointEvent, context: EndpointContext) => Promise<EndpointResult>

const samples = Number(process.argv[2] ?? 60)
const callsPerSample = 2_000
const warmUpSamples = 5

function compose(handler: Measured['handler'], middlewares: readonly (Middleware | undefined)[]): Stack {
  const stack = middy<unknown, unknown>((event: unknown) => handler(event as EndpointEvent), {
    timeoutEarlyInMillis: 0,
  })
  for (const middleware of middlewares) if (middleware !== undefined) stack.use(middleware as MiddlewareObj)
  return stack as unknown as Stack
}

async function listStacks({ service, operation: id, handler, prepared }: Measured): Promise<Map<string, Stack>> {
  const operation = (await loadContracts(service))[id]
  if (operation === undefined) throw new Error(`${service} has no operation ${id}`)
  const parts = await listParts(operation, prepared)
  const all = parts.map(({ on }) => on)
  const stacks = new Map([['all', compose(handler, all)]])
  stacks.set(
    'none',
    compose(
      handler,
      parts.map(({ off }) => off),
    ),
  )
  for (const part of parts) {
    stacks.set(
      part.name,
      compose(
        handler,
        parts.map(({ on, off }, at) => (parts[at] === part ? off : on)),
      ),
    )
  }
  stacks.set('strict', compose(handler, [...all.slice(0, -1), await strictCheck(operation)]))
  return stacks
}

async function time(stack: Stack, event: () => EndpointEvent): Promise<number> {
  const context = {}
  const started = performance.now()
  for (let call = 0; call < callsPerSample; call++) await stack(event(), context)
  return ((performance.now() - started) * 1000) / callsPerSample
}

const figures: Record<string, Record<string, number[]>> = {}
for (const subject of measured) {
  const stacks = await listStacks(subject)
  const all = await stacks.get('all')?.(subject.event(), {})
  if (all?.body !== subject.prepared.response) throw new Error(`${subject.title} answers ${JSON.stringify(all)}`)
  const own: Record<string, number[]> = Object.fromEntries([...stacks.keys()].map((name) => [name, []]))
  for (let sample = -warmUpSamples; sample < samples; sample++) {
    for (const [name, stack] of shuffle([...stacks])) {
      const us = await time(stack, subject.event)
      if (sample >= 0) own[name]?.push(us)
    }
  }
  figures[subject.title] = own
}
console.log(JSON.stringify(figures))
