import type { Call } from './calls.ts'
import type { Generator } from './generator.ts'
import { readTicks, shareOfOthers } from './machine.ts'
import { checkReply } from './reply.ts'
import { type ServerSpec, startServer } from './server-process.ts'

export interface CellOptions {
  generator: Generator
  seconds: number
  connections: number
}

/** One server under one call for some seconds. */
export interface Cell {
  server: string
  call: string
  requestsPerSecond: number
  /** CPU time of the server for one request, in µs: it does not depend on the generator. */
  cpuUs: number
  p99Ms: number
  rssMb: number
  /** The share of a core that the server used. Well below 1, the generator was the limit. */
  busy: number
  /** The share of the machine that neither server nor generator used. */
  others: number | undefined
}

/** In the first second most is compiled, and a request takes several times as much. */
const warmUpSeconds = 2

/**
 * Starts a server, checks its replies, warms it up and measures it. Each cell has a process of its own, so that what
 * one start makes of the same code (some ±5 %) is in the spread.
 */
export async function measureCell(
  spec: ServerSpec,
  call: Call,
  { generator, seconds, connections }: CellOptions,
  withPolicy = true,
): Promise<Cell> {
  const server = await startServer(spec)
  try {
    const { port } = server
    await checkReply(spec.name, port, call, withPolicy)
    await generator.send({ port, call, seconds: warmUpSeconds, connections })
    const ticks = readTicks()
    const before = await server.usage()
    const load = await generator.send({ port, call, seconds, connections })
    const after = await server.usage()
    const cpuMs = after.cpuMs - before.cpuMs
    return {
      server: spec.name,
      call: call.name,
      requestsPerSecond: load.requests / load.seconds,
      cpuUs: (cpuMs * 1000) / load.requests,
      p99Ms: load.p99Ms,
      rssMb: after.rssBytes / 2 ** 20,
      busy: cpuMs / 1000 / load.seconds,
      others: shareOfOthers(ticks, readTicks(), cpuMs),
    }
  } finally {
    await server.stop()
  }
}
