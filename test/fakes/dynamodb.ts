import { once } from 'node:events'
import { createServer, request as forward, type Server, type ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import type { TestContext } from 'node:test'
import type { Driver } from '../../lib/store/driver.ts'
import { createClient } from '../../lib/store/dynamodb/client.ts'
import { createTable } from '../../lib/store/dynamodb/table-admin.ts'
import { defineTable } from '../../lib/store/dynamodb/tables.ts'
import { readDynamodbUrl } from '../../lib/store/dynamodb/url.ts'

type Dynalite = (options: { createTableMs: number; deleteTableMs: number; updateTableMs: number }) => Server
const dynalite: Dynalite = createRequire(import.meta.url)('dynalite')

export interface FakeDynamodb {
  /** Of the emulator itself. */
  endpoint: string
  /** The `STORE_URL` of tables that begin with a prefix. */
  url: (prefix: string, endpoint?: string) => string
  close: () => Promise<void>
}

/** Starts an emulator of DynamoDB (dynalite) in this process, on any free port; tables are ready at once. */
export async function startDynamodb(): Promise<FakeDynamodb> {
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    endpoint,
    url: (prefix, at = endpoint) => `dynamodb://eu-central-1/${prefix}?endpoint=${encodeURIComponent(at)}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

/** Makes the table of a collection. */
export async function makeTable(url: string, collection: string, indexes: readonly string[]): Promise<void> {
  const location = readDynamodbUrl(url)
  const client = createClient(location)
  await createTable(client, defineTable(location.prefix, collection, indexes))
  client.destroy()
}

/** A driver that makes the table of each collection when it is opened: tests declare them as they go. */
export function withTables(driver: Driver, url: string): Driver {
  return {
    ...driver,
    open: async (shape) => {
      await makeTable(url, shape.name, shape.indexes)
      await driver.open(shape)
    },
  }
}

/** What becomes of a request: it is passed on, refused for want of capacity, or carried out without an answer. */
export type Fate = 'pass' | 'throttle' | 'lose'

export interface FaultyProxy {
  endpoint: string
  /** The names of the requests so far: `PutItem`. */
  requests: string[]
}

/** Stands before the emulator and does to requests what networks and DynamoDB do. Ends with the test. */
export async function startProxy(
  test: Pick<TestContext, 'after'>,
  target: string,
  decide: (request: string, count: number) => Fate,
): Promise<FaultyProxy> {
  const requests: string[] = []
  const server = createServer((request, response) => {
    const name = String(request.headers['x-amz-target']).split('.')[1] ?? ''
    requests.push(name)
    const fate = decide(name, requests.length)
    void buffer(request).then((body) => {
      if (fate === 'throttle') return refuse(response)
      const { method, headers } = request
      const onward = forward(target, { method, headers }, (answer) => {
        if (fate === 'pass') answer.pipe(response.writeHead(answer.statusCode ?? 500, answer.headers))
        else answer.resume().on('end', () => response.destroy())
      })
      onward.end(body)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  test.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests }
}

function refuse(response: ServerResponse): void {
  const __type = 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException'
  response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify({ __type, message: '' }))
}
