import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'

type Value = { stringValue?: string; intValue?: number; boolValue?: boolean; doubleValue?: number }
type Attribute = { key: string; value: Value }

interface WrittenSpan {
  traceId: string
  spanId: string
  parentSpanId?: string
  name: string
  /** 1 internal, 2 server, 3 client. */
  kind: number
  startTimeUnixNano: string
  endTimeUnixNano: string
  attributes?: Attribute[]
  events?: { name: string; attributes?: Attribute[] }[]
  status?: { code?: number; message?: string }
}

/** A span as the collector got it, with its attributes as plain values and those of its process beside them. */
export interface ReceivedSpan extends Omit<WrittenSpan, 'attributes' | 'events'> {
  attributes: Record<string, unknown>
  events: { name: string; attributes: Record<string, unknown> }[]
  resource: Record<string, unknown>
}

export interface ReceivedExport {
  path: string
  headers: IncomingHttpHeaders
  /** Not compressed any more. */
  body: Buffer
}

export interface Collector {
  url: string
  exports: ReceivedExport[]
  /** All that was received as JSON, in the order in which it came. */
  spans: ReceivedSpan[]
  /** Waits until what was received is as wanted; says what it was where that takes too long. */
  received: <Found>(find: (spans: readonly ReceivedSpan[]) => Found | undefined) => Promise<Found>
  /** What it answers with; undefined takes the export and never answers. */
  status: number | undefined
}

const patience = 15_000

/** A collector that takes OTLP over HTTP; gone when the test ends. */
export async function startCollector(test: { after: (end: () => Promise<void>) => void }): Promise<Collector> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const sent = Buffer.concat(chunks)
    const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent
    collector.exports.push({ path: request.url ?? '', headers: request.headers, body })
    if (collector.status === 200 && request.headers['content-type'] === 'application/json')
      collector.spans.push(...readSpans(body))
    server.emit('received')
    if (collector.status === undefined) return
    response.writeHead(collector.status, { 'content-type': request.headers['content-type'] ?? '' }).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const collector: Collector = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    exports: [],
    spans: [],
    status: 200,
    async received(find) {
      const signal = AbortSignal.timeout(patience)
      for (;;) {
        const found = find(collector.spans)
        if (found !== undefined) return found
        await once(server, 'received', { signal }).catch(() => {
          const names = collector.spans.map(({ name, resource }) => `${resource['service.name']}: ${name}`)
          throw new Error(`It did not come; received were:\n${names.join('\n')}`)
        })
      }
    },
  }
  test.after(async () => {
    server.close()
    server.closeAllConnections()
    await once(server, 'close')
  })
  return collector
}

interface Written {
  resourceSpans?: { resource?: { attributes?: Attribute[] }; scopeSpans?: { spans?: WrittenSpan[] }[] }[]
}

function readSpans(body: Buffer): ReceivedSpan[] {
  const { resourceSpans = [] } = JSON.parse(body.toString('utf8')) as Written
  return resourceSpans.flatMap(({ resource, scopeSpans = [] }) =>
    scopeSpans.flatMap(({ spans = [] }) =>
      spans.map((span) => ({
        ...span,
        attributes: toRecord(span.attributes),
        events: (span.events ?? []).map(({ name, attributes }) => ({ name, attributes: toRecord(attributes) })),
        resource: toRecord(resource?.attributes),
      })),
    ),
  )
}

const toRecord = (attributes: Attribute[] = []): Record<string, unknown> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]))
