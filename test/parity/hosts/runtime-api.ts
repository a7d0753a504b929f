import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'

/** How long a call may take, in ms: the runtime is told so. */
const patience = 29_000

export interface RuntimeApi {
  /** Host and port, as `AWS_LAMBDA_RUNTIME_API` has them. */
  address: string
  /** Calls the function; throws what its runtime reports as an error. */
  invoke: (event: object) => Promise<unknown>
  /** The runtime has ended: so does every call that is under way or waits, and each to come. */
  fail: (reason: Error) => void
  close: () => Promise<void>
}

interface Call {
  id: string
  event: object
  resolve: (result: unknown) => void
  reject: (error: Error) => void
}

/**
 * The Lambda service as one runtime sees it: it asks for the next call, and posts the result or the error.
 * Source: "Using the Lambda runtime API for custom runtimes", AWS Lambda developer guide.
 */
export async function startRuntimeApi(): Promise<RuntimeApi> {
  const waiting: Call[] = []
  const running = new Map<string, Call>()
  let asking: ServerResponse | undefined
  let ended: Error | undefined

  const handOut = (): void => {
    if (asking === undefined) return
    const call = waiting.shift()
    if (call === undefined) return
    running.set(call.id, call)
    asking.writeHead(200, {
      'Content-Type': 'application/json',
      'Lambda-Runtime-Aws-Request-Id': call.id,
      'Lambda-Runtime-Deadline-Ms': String(Date.now() + patience),
      'Lambda-Runtime-Invoked-Function-Arn': 'arn:aws:lambda:eu-central-1:123456789012:function:tested',
    })
    asking.end(JSON.stringify(call.event))
    asking = undefined
  }
  const fail = (reason: Error): void => {
    ended ??= reason
    for (const call of [...running.values(), ...waiting.splice(0)]) call.reject(reason)
    running.clear()
  }

  const server = createServer(async (request, response) => {
    const path = request.url?.replace('/2018-06-01/runtime/', '') ?? ''
    if (path === 'invocation/next') {
      asking = response
      handOut()
      return
    }
    const body: unknown = await json(request).catch(() => undefined)
    response.writeHead(202).end()
    const reported = new Error(`The function failed: ${JSON.stringify(body)}`)
    const [, id = '', outcome] = /^invocation\/([^/]+)\/(response|error)$/.exec(path) ?? []
    const call = running.get(id)
    running.delete(id)
    if (call === undefined) fail(reported)
    else if (outcome === 'response') call.resolve(body)
    else call.reject(reported)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    invoke: (event) =>
      new Promise((resolve, reject) => {
        if (ended !== undefined) throw ended
        waiting.push({ id: randomUUID(), event, resolve, reject })
        handOut()
      }),
    fail,
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
