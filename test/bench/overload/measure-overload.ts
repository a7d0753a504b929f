import { setTimeout } from 'node:timers/promises'
import type { Call } from '../calls.ts'
import { type LoadCall, type OpenLoadResult, sendOpenLoad } from '../open-load.ts'
import { type ServerSpec, startServer } from '../server-process.ts'
import { countAnswers } from './count-answers.ts'
import { mostConnections, startPressure } from './pressure.ts'

/** One server under more requests than it can answer. */
export interface OverloadSample {
  connections: number
  /** A second, as the server counts. */
  answered: number
  refused: number
  /** The share of a core that the server used. */
  busy: number
  /** The share of the time in which the prober's own event loop was at work: near 1 it would be what is measured. */
  proberBusy: number
  /** What one client in many sees. */
  client: OpenLoadResult
  /** What a watcher sees who opens a connection for each probe. */
  watcher: OpenLoadResult
  socketErrors: string | undefined
}

/** With nobody refused the last of so many waits for so long. */
const queueSeconds = 2
/** A machine that can do more than 4,000 requests a second has a shorter queue: connections cost memory. */
const mostClients = 8_000
/** It takes a while until all clients are connected (lost SYN are sent again after 1, 3 and 7 s) and turns have been late for a second. */
const settlingSeconds = 8
/** Requests a second of the client and of the watcher: a few hundredths of what the server can do. */
const clientRate = 100
const watcherRate = 5
/** Enough for every one of them to wait. */
const proberConnections = 2_000

const live: LoadCall = { method: 'GET', path: '/health/live' }

/**
 * Lets more clients call a server than it can answer.
 *
 * @param operation what the call asks for
 * @param capacity requests a second that the server can answer, asked by few
 */
export async function measureOverload(
  spec: ServerSpec,
  call: Call,
  { operation, capacity, seconds }: { operation: string; capacity: number; seconds: number },
): Promise<OverloadSample> {
  const server = await startServer(spec)
  try {
    const { port } = server
    const connections = Math.round(Math.min(capacity * queueSeconds, mostClients, mostConnections()))
    const pressure = startPressure({ port, path: call.path, connections })
    await setTimeout(settlingSeconds * 1_000)

    const [from, before] = [await countAnswers(port, operation), await server.usage()]
    const startedAt = performance.now()
    const own = performance.eventLoopUtilization()
    const open = { port, seconds, connections: proberConnections }
    const page: LoadCall = { method: call.method, path: call.path, headers: call.headers }
    const [client, watcher] = await Promise.all([
      sendOpenLoad({ ...open, calls: [page], rate: clientRate, freshEvery: 0, alsoFine: [503] }),
      sendOpenLoad({ ...open, calls: [live], rate: watcherRate, freshEvery: 1 }),
    ])
    const proberBusy = performance.eventLoopUtilization(own).utilization
    const after = await server.usage()
    const wallMs = performance.now() - startedAt
    const to = await countAnswers(port, operation)
    const socketErrors = await pressure.stop()

    const perSecond = (count: number): number => (count * 1_000) / (to.at - from.at)
    return {
      connections,
      answered: perSecond(to.answered - from.answered),
      refused: perSecond(to.refused - from.refused),
      busy: (after.cpuMs - before.cpuMs) / wallMs,
      proberBusy,
      client,
      watcher,
      socketErrors,
    }
  } finally {
    await server.stop()
  }
}
