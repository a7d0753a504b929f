import { createFifo } from '../../lib/hosts/fifo.ts'
import { connectClient, type LoadClient } from './load-client.ts'

/** A request that is sent again and again, and what its answer is. */
export interface LoadCall {
  method: string
  path: string
  headers?: Record<string, string>
  body?: string
  /** The body of the answer; undefined where any will do. */
  reply?: string
}

export interface OpenLoadOptions {
  port: number
  /** Sent in turn. */
  calls: readonly LoadCall[]
  seconds: number
  /** Requests a second, whatever becomes of the others (an open model); undefined: as many as are answered. */
  rate?: number
  /** Connections at the most; requests that come when all are in use wait, and their time counts. */
  connections: number
  /** One in so many requests opens a connection of its own; 0: none. */
  freshEvery: number
  /** Statuses that are answers, too, and no failures. */
  alsoFine?: readonly number[]
}

export interface OpenLoadResult {
  /** For how long requests were sent. In an open model answers may come later: a count of them is not to be divided by it. */
  seconds: number
  /** By status. */
  answers: Map<number, number>
  /** What went wrong, and how often. */
  failures: Map<string, number>
  /** Of the answers with 200: from the moment at which the request was due, in ms, in the order of the answers. */
  times: number[]
}

/** How long the last answers are waited for, in ms. */
const patience = 15_000

/**
 * Sends requests at a constant rate over raw sockets: some 15 µs of CPU time each, where node:http takes five times as
 * much and would be what is measured. Times count from when a request was due, so that a server that stalls does not
 * slow down those who come after (coordinated omission).
 */
export async function sendOpenLoad(options: OpenLoadOptions): Promise<OpenLoadResult> {
  const { port, calls, seconds, rate, connections, freshEvery, alsoFine = [] } = options
  const requests = calls.map(toBytes)
  const answers = new Map<number, number>()
  const failures = new Map<string, number>()
  const times: number[] = []
  const idle: LoadClient[] = []
  const clients = new Set<LoadClient>()
  const due = createFifo<{ at: number; number: number }>()
  let open = 0
  let underWay = 0
  let next = 0
  let isOver = false
  const startedAt = performance.now()
  const endsAt = startedAt + seconds * 1_000

  const count = <Key>(map: Map<Key, number>, key: Key): Map<Key, number> => map.set(key, (map.get(key) ?? 0) + 1)

  function send(client: LoadClient, number: number, at: number, isFresh: boolean): void {
    const which = number % requests.length
    underWay++
    client.send((isFresh ? requests[which]?.closing : requests[which]?.keeping) ?? '', (outcome) => {
      underWay--
      if (typeof outcome === 'string') count(failures, outcome)
      else {
        const expected = calls[which]?.reply
        if (outcome.status === 200) times.push(performance.now() - at)
        if (outcome.status !== 200 && !alsoFine.includes(outcome.status)) count(failures, `status ${outcome.status}`)
        else if (outcome.status === 200 && expected !== undefined && outcome.body !== expected)
          count(failures, 'another body')
        else count(answers, outcome.status)
      }
      if (!isFresh && client.isOpen()) idle.push(client)
      dispatch()
    })
  }

  const openClient = (): LoadClient => {
    open++
    const client = connectClient(port, () => {
      open--
      clients.delete(client)
    })
    clients.add(client)
    return client
  }

  function take(): LoadClient | undefined {
    for (let client = idle.shift(); client !== undefined; client = idle.shift()) if (client.isOpen()) return client
    return open < connections ? openClient() : undefined
  }

  function dispatch(): void {
    if (isOver) return
    const now = performance.now()
    if (rate === undefined && now < endsAt)
      while (due.size() < connections - underWay) due.add({ at: now, number: next++ })
    for (;;) {
      const first = due.first()
      if (first === undefined) return
      const isFresh = freshEvery > 0 && first.number % freshEvery === freshEvery - 1
      const client = isFresh ? openClient() : take()
      if (client === undefined) return
      due.take()
      send(client, first.number, first.at, isFresh)
    }
  }

  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const now = performance.now()
      if (rate !== undefined) {
        const wanted = Math.floor(((Math.min(now, endsAt) - startedAt) / 1_000) * rate)
        while (next < wanted) due.add({ at: startedAt + (next / rate) * 1_000, number: next++ })
      }
      // After what has come meanwhile was read: a connection that the server has closed must not be used.
      setImmediate(dispatch)
      isOver = (now >= endsAt && underWay === 0 && due.size() === 0) || now >= endsAt + patience
      if (!isOver) return
      clearInterval(timer)
      resolve()
    }, 2)
  })
  const unanswered = underWay + due.size()
  if (unanswered > 0) failures.set(`no answer within ${patience / 1_000} s`, unanswered)
  for (const client of [...clients]) client.close()
  return { seconds, answers, failures, times }
}

function toBytes({ method, path, headers = {}, body }: LoadCall): { keeping: string; closing: string } {
  const lines = Object.entries({
    host: '127.0.0.1',
    ...headers,
    ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
  })
  const head = [`${method} ${path} HTTP/1.1`, ...lines.map(([name, value]) => `${name}: ${value}`)].join('\r\n')
  return { keeping: `${head}\r\n\r\n${body ?? ''}`, closing: `${head}\r\nconnection: close\r\n\r\n${body ?? ''}` }
}
