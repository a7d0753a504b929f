import { createServer, type IncomingMessage, type Server, type ServerOptions, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { kitSettings } from '../config/kit.ts'
import type { EndpointEvent, EndpointHandler, EndpointResult } from '../endpoint/exchange.ts'
import { beginRequest, endRequest } from '../observe/in-flight.ts'
import { logger } from '../observe/log.ts'
import { type Problem, problem } from '../problem/problem.ts'
import type { Application } from './application.ts'
import { notWatched, type Overload } from './overload.ts'
import { drain, hasBody, readBody } from './process-body.ts'
import { setBody, toEvent, toOriginForm } from './process-event.ts'
import { toRawResponse, writeResult } from './process-response.ts'
import { refusal } from './refusal.ts'
import { createRequestQueue } from './request-queue.ts'

export interface ProcessServer {
  server: Server
  /** From now on every response asks its client to close the connection. */
  startClosing: () => void
}

/** Longer than the 90 s for which Cloud Foundry's router keeps an idle connection, so that it never uses a closed one. */
const keepAliveMs = 95_000

/**
 * The process host: node:http in front of the endpoints.
 *
 * @param current what is served; asked for at each request, so that it can be replaced as a whole
 * @param overload says when requests wait for their turn, and how long they may
 */
export function createProcessServer(current: () => Application, overload: Overload = notWatched): ProcessServer {
  const { BODY_LIMIT, REQUEST_TIMEOUT_MS } = kitSettings()
  const withoutHost = refusal(() => problem('bad-request', 'The request has no Host header.'))
  const queue = createRequestQueue(overload)
  let closing = false

  const send = (response: ServerResponse, handler: EndpointHandler, event: EndpointEvent): void => {
    beginRequest()
    const result = handler(event, {})
    if (result instanceof Promise) {
      result.then(
        (settled) => write(response, settled),
        (error: unknown) => {
          endRequest()
          giveUp(response, error)
        },
      )
    } else write(response, result)
  }

  const write = (response: ServerResponse, result: EndpointResult): void => {
    endRequest()
    try {
      writeResult(response, result, closing)
    } catch (error) {
      giveUp(response, error)
    }
  }

  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    const { method = 'GET' } = request
    const target = toOriginForm(request.url ?? '/')
    const at = target.indexOf('?')
    const path = at < 0 ? target : target.slice(0, at)
    const query = at < 0 ? '' : target.slice(at + 1)
    // RFC 9112, section 3.2: HTTP/1.1 asks for it, 1.0 does not.
    if (request.headers.host === undefined && request.httpVersion === '1.1') {
      send(response, withoutHost, toEvent(request, path, query, undefined))
      return
    }
    const application = current()
    const match = application.router.match(path)
    const found =
      match === undefined || match === 'malformed' ? undefined : match.methods[method === 'HEAD' ? 'GET' : method]
    if (found === undefined || match === undefined || match === 'malformed') {
      send(response, application.fallback, toEvent(request, path, query, undefined))
      return
    }
    const event = toEvent(request, path, query, match.params)
    const busy = queue.hasToWait() ? application.whenBusy(found) : found
    if (busy === found) {
      answer(request, response, found, event)
      return
    }
    queue.add({
      answer: () => {
        // Whoever has gone meanwhile does not want it any more.
        if (!response.destroyed) answer(request, response, found, event)
      },
      refuse: () => {
        if (response.destroyed) return
        overload.countRefusal()
        if (hasBody(request)) drain(request)
        send(response, busy, event)
      },
    })
  }

  const answer = (
    request: IncomingMessage,
    response: ServerResponse,
    handler: EndpointHandler,
    event: EndpointEvent,
  ): void => {
    const { method } = request
    if (method === 'GET' || method === 'HEAD' || !hasBody(request)) {
      send(response, handler, event)
      return
    }
    readBody(request, BODY_LIMIT, (body) => {
      if (body === undefined) return send(response, current().whenTooLarge(handler), event)
      setBody(event, body)
      send(response, handler, event)
    })
  }

  const options: ServerOptions & { optimizeEmptyRequests: boolean } = {
    optimizeEmptyRequests: true,
    requestTimeout: REQUEST_TIMEOUT_MS,
    headersTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: keepAliveMs,
    connectionsCheckingInterval: Math.max(50, Math.min(1_000, Math.round(REQUEST_TIMEOUT_MS / 4))),
    // We refuse it ourselves, with a problem.
    requireHostHeader: false,
    // As API Gateway does; Node would keep the first of two Authorization headers, and a proxy may have read the second.
    joinDuplicateHeaders: true,
  }
  const server = createServer(options, handle)
  // Somebody who asks before sending a body that is too large is told so instead of being let send it.
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    if (Number(request.headers['content-length'] ?? 0) <= BODY_LIMIT) response.writeContinue()
    handle(request, response)
  })
  server.on('clientError', refuseConnection)
  server.on('connection', queue.noticeConnection)
  return {
    server,
    startClosing: () => {
      closing = true
    },
  }
}

/** Only a middleware of the user's that answers something odd can bring us here. */
function giveUp(response: ServerResponse, error: unknown): void {
  logger().error({ err: error }, 'A response could not be written')
  response.destroy()
}

const reasons = { 400: 'Bad Request', 408: 'Request Timeout', 431: 'Request Header Fields Too Large' }

/** What cannot be read as a request still gets a problem, and only its own connection ends. */
function refuseConnection(error: NodeJS.ErrnoException, socket: Socket & { _httpMessage?: ServerResponse }): void {
  if (error.code === 'ECONNRESET' || !socket.writable || socket._httpMessage?.headersSent === true) {
    socket.destroy()
    return
  }
  const reason = toProblem(error.code)
  const event = { rawPath: '', headers: {}, requestContext: { http: { method: 'GET' } } } as unknown as EndpointEvent
  Promise.resolve(refusal(() => reason)(event, {})).then(
    (result) => socket.end(toRawResponse(result, reasons[reason.status as keyof typeof reasons] ?? 'Error')),
    () => socket.destroy(),
  )
}

function toProblem(code: string | undefined): Problem {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return problem('request-timeout', 'The request did not arrive in time.')
  if (code === 'HPE_HEADER_OVERFLOW') return problem('headers-too-large')
  return problem('bad-request', 'The request is not valid HTTP/1.1.')
}
