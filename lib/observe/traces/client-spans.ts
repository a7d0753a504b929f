import { SpanKind } from '@opentelemetry/api'
import { type FinishedCall, onCall } from '../finished-call.ts'
import { httpMethodOf, httpSpanName } from './http-attributes.ts'
import { errorTypeOf, toException } from './recorded-error.ts'
import { recordWork, type SpanMaker } from './span-maker.ts'

const defaultPorts: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 }

/**
 * Makes a span of each attempt to call another service, with the id that the other side was told.
 *
 * @returns what ends it
 */
export function traceCalls(maker: SpanMaker): () => void {
  return onCall((call) => {
    if (call.trace.sampled) record(maker, call)
  })
}

function record(maker: SpanMaker, call: FinishedCall): void {
  const { upstream, method, path, url, status, error, attempt, startedAt, durationMs, spanId, trace } = call
  const failed = status === undefined || status >= 400
  recordWork(maker, {
    name: httpSpanName(method, path),
    kind: SpanKind.CLIENT,
    // No url.full: what the path's parameters and the query say may be somebody's.
    attributes: {
      ...httpMethodOf(method),
      'url.template': path,
      'url.scheme': url.protocol.slice(0, -1),
      'server.address': url.hostname,
      'server.port': url.port === '' ? (defaultPorts[url.protocol] ?? 0) : Number(url.port),
      ...(status === undefined ? {} : { 'http.response.status_code': status }),
      ...(attempt === 0 ? {} : { 'http.request.resend_count': attempt }),
      ...(failed ? { 'error.type': status === undefined ? errorTypeOf(error) : String(status) } : {}),
      'twelvefold.upstream': upstream,
      'twelvefold.operation': call.call,
    },
    startedAt,
    durationMs,
    trace,
    spanId,
    ...(failed ? { failed: status === undefined ? { exception: toException(error) } : {} } : {}),
  })
}
