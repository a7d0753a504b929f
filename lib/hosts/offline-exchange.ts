import { AsyncLocalStorage } from 'node:async_hooks'
import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { EndpointEvent, EndpointResult } from '../endpoint/exchange.ts'
import { setBody, toOriginForm } from './process-event.ts'
import { toHead } from './process-response.ts'

/** A request as it came over the emulator's socket, beside the response that it waits for. */
export interface OfflineExchange {
  target: string
  headers: IncomingMessage['headers']
  /** The emulator leaves the body here as it was sent. */
  request: IncomingMessage & { payload?: Buffer | null }
  response: ServerResponse
}

/** What the emulator's web server would act upon by itself: compress, serve a range, answer 304, allow an origin. */
const actedUpon = ['accept-encoding', 'range', 'if-none-match', 'if-modified-since', 'origin']

const exchanges = new AsyncLocalStorage<OfflineExchange>()

// However `twelvefold start` ends, the emulator does not stay behind and hold its port.
process.once('disconnect', () => process.exit(0))

// Said by `twelvefold start` once the emulator listens: what was left half done is not to wait for the first request.
process.on('message', (message: { ready?: true }) => {
  if (message.ready) void import('./offline.ts').then(({ prepareAndTell }) => prepareAndTell())
})

subscribe('http.server.request.start', (message) => {
  const { request, response } = message as { request: IncomingMessage; response: ServerResponse }
  const target = toOriginForm(request.url ?? '/')
  const authorization = request.headersDistinct.authorization?.join(', ')
  const headers = { ...request.headers, ...(authorization === undefined ? {} : { authorization }) }
  exchanges.enterWith({ target, headers, request, response })
  for (const name of actedUpon) delete request.headers[name]
  // It would refuse a malformed path itself; any path that it can route leads to our handler.
  if (!isWellFormed(target)) request.url = '/'
})

/** The exchange that the current call belongs to; undefined where this module was loaded after the request came. */
export const currentExchange = (): OfflineExchange | undefined => exchanges.getStore()

/**
 * Gives an event what the emulator has lost or changed of the request: the path's slash at its end, repeated headers,
 * the bytes of a body (it reads all but two media types as UTF-8, and JSON by its value), a missing content type.
 */
export function restoreRequest(event: EndpointEvent, { target, headers, request }: OfflineExchange): void {
  const at = target.indexOf('?')
  event.rawPath = at < 0 ? target : target.slice(0, at)
  event.rawQueryString = at < 0 ? '' : target.slice(at + 1)
  event.headers = headers as EndpointEvent['headers']
  delete event.cookies
  delete event.body
  event.isBase64Encoded = false
  if (request.payload?.length) setBody(event, request.payload)
}

/** Lets the response have the status and the headers of the function's result, and none that the emulator adds. */
export function answerExactly(response: ServerResponse, result: EndpointResult): void {
  const { writeHead } = response
  response.writeHead = () => {
    for (const name of response.getHeaderNames()) response.removeHeader(name)
    return Reflect.apply(writeHead, response, [result.statusCode, toHead(result, false)])
  }
}

function isWellFormed(target: string): boolean {
  try {
    decodeURIComponent(target.split('?', 1)[0] ?? '')
    return true
  } catch {
    return false
  }
}
