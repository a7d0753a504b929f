import { type Attributes, SpanKind } from '@opentelemetry/api'
import { kitSettings } from '../../config/kit.ts'
import type { EndpointRequest } from '../../endpoint/request.ts'
import { type FinishedRequest, onFinished } from '../finished-request.ts'
import { onStarted, type StartedRequest } from '../started-request.ts'
import type { TraceContext } from '../trace-context.ts'
import { httpMethodOf, httpSpanName } from './http-attributes.ts'
import { errorTypeOf, toException } from './recorded-error.ts'
import { contextOfCaller, setSpanOfTrace, spanOfTrace } from './span-contexts.ts'
import { type SpanMaker, setFailed } from './span-maker.ts'
import { toWallClock } from './wall-clock.ts'

/**
 * Makes a span of each request that is recorded: begun when it arrives, so that a handler can say more in it, with the
 * ids that logs and headers tell.
 *
 * @returns what ends it
 */
export function traceRequests(maker: SpanMaker): () => void {
  const stops = [onStarted((started) => begin(maker, started)), onFinished(end)]
  return () => {
    for (const stop of stops) stop()
  }
}

function begin({ tracer, ids }: SpanMaker, { service, operation, method, path, request }: StartedRequest): void {
  const { trace, startedAt } = request
  if (!trace.sampled || isForMachines(service, path, trace)) return
  const attributes = {
    ...httpMethodOf(method),
    ...(path === undefined ? {} : { 'http.route': path }),
    ...addressOf(request),
    ...(request.context.awsRequestId === undefined ? {} : { 'faas.invocation_id': request.context.awsRequestId }),
    'twelvefold.service': service,
    'twelvefold.operation': operation,
    'twelvefold.request_id': request.requestId,
  }
  const options = { kind: SpanKind.SERVER, startTime: toWallClock(startedAt), attributes }
  const span = ids.use(trace, () => tracer.startSpan(httpSpanName(method, path), options, contextOfCaller(trace)))
  setSpanOfTrace(trace, span)
}

function end({ service, operation, status, startedAt, durationMs, request, error }: FinishedRequest): void {
  const { trace } = request
  const span = trace.sampled ? spanOfTrace(trace) : undefined
  if (!span?.isRecording()) return
  const endedAt = toWallClock(startedAt + durationMs)
  span.setAttribute('http.response.status_code', status)
  // What a client does wrong is no failure of the server's (semantic conventions for HTTP spans).
  if (status >= 500) {
    span.setAttribute('error.type', error === undefined ? String(status) : errorTypeOf(error))
    setFailed(span, error === undefined ? undefined : toException(error, { service, operation }), endedAt)
  }
  span.end(endedAt)
}

/** Probes and scrapes come every few seconds and would bury everything else; within somebody's trace they are shown. */
const isForMachines = (service: string, path: string | undefined, { parentId }: TraceContext): boolean =>
  service === 'kit' && path !== undefined && parentId === undefined

/** Where the client has sent its request: what the kit was told of that, else what the request says. */
function addressOf({ event: { headers } }: EndpointRequest): Attributes {
  const { PUBLIC_URL } = kitSettings()
  const scheme = headers['x-forwarded-proto'] === 'https' ? 'https' : 'http'
  const said = PUBLIC_URL ?? `${scheme}://${headers.host ?? ''}`
  if (!URL.canParse(said)) return { 'url.scheme': scheme }
  const { protocol, hostname, port } = new URL(said)
  return {
    'url.scheme': protocol.slice(0, -1),
    'server.address': hostname,
    ...(port === '' ? {} : { 'server.port': Number(port) }),
  }
}
