import { Agent, request as send } from 'node:http'

/** Clients that call one after the other without a pause, until they are told to stop. */
export interface Crowd {
  /** How often each status came. */
  statuses: Map<number, number>
  /** Why calls failed that got no answer. */
  failures: string[]
  /** The bodies that came, each once. */
  bodies: Set<string>
  /** Settles once so many more calls have been answered. */
  answered: (count: number) => Promise<void>
  /** Tells them to stop. @returns when everybody has got their last answer */
  stop: () => Promise<void>
  /** Settles when everybody has stopped. */
  ended: Promise<unknown>
}

export interface CrowdOptions {
  port: number
  path: string
  /** Clients that keep their connection, as long as the server does. */
  keeping: number
  /** Clients that open a connection for each call. */
  opening: number
  /** A client stops when the server has closed its connection. */
  untilClosed?: boolean
}

/** Lets a crowd call a server. A connection that the server wants closed is opened anew, as any client does. */
export function startCrowd({ port, path, keeping, opening, untilClosed = false }: CrowdOptions): Crowd {
  const statuses = new Map<number, number>()
  const failures: string[] = []
  const bodies = new Set<string>()
  const waiting: { at: number; resolve: () => void }[] = []
  let count = 0
  let stopped = false

  function hear(status: number, body: string): void {
    count++
    statuses.set(status, (statuses.get(status) ?? 0) + 1)
    bodies.add(body)
    for (const { at, resolve } of waiting) if (count >= at) resolve()
  }

  async function keepCalling(agent: Agent): Promise<void> {
    let closed = false
    while (!stopped && !closed) {
      await call({ port, path, agent }).then(
        ({ status, headers, body }) => {
          hear(status, body)
          closed = untilClosed && headers.connection === 'close'
        },
        // A call that is refused at once must not keep this process from everything else.
        (error: Error) => {
          failures.push(error.message)
          return new Promise((resolve) => setImmediate(resolve))
        },
      )
    }
    agent.destroy()
  }

  const clients = [
    ...Array.from({ length: keeping }, () => keepCalling(new Agent({ keepAlive: true, maxSockets: 1 }))),
    ...Array.from({ length: opening }, () => keepCalling(new Agent({ keepAlive: false }))),
  ]
  const ended = Promise.all(clients)
  return {
    statuses,
    failures,
    bodies,
    answered: (more) => new Promise((resolve) => waiting.push({ at: count + more, resolve })),
    stop: async () => {
      stopped = true
      await ended
    },
    ended,
  }
}

/** One call, with its whole answer; over a connection of its own, unless an agent says otherwise. */
export function call(options: { port: number; path: string; agent?: Agent }): Promise<{
  status: number
  headers: Record<string, string | string[] | undefined>
  body: string
}> {
  return new Promise((resolve, reject) => {
    const sent = send({ host: '127.0.0.1', agent: false, ...options }, (response) => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (text: string) => {
        body += text
      })
      response.on('error', reject)
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }))
    })
    sent.on('error', reject)
    sent.end()
  })
}
