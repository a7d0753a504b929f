import type { Recorder } from './recorder.ts'

/** A span of a trace, as a bar of its waterfall. */
export interface ShownSpan {
  kind: 'server' | 'client' | 'store'
  /** What stands before the bar. */
  name: string
  /** The service that does it; empty where that is not known. */
  service: string
  /** How far it stands below the first. */
  depth: number
  /** From the beginning of the trace, in ms. */
  start: number
  ms: number
  outcome: string
  failed: boolean
  /** The number of the request, for a server's. */
  seq?: number
}

interface Span extends Omit<ShownSpan, 'depth' | 'start'> {
  spanId: string | undefined
  parentId: string | undefined
  startedAt: number
}

/** So many are drawn. */
const most = 300

/** The spans of a trace that this process knows, each below what it belongs to, by the time at which they began. */
export function traceSpans(traceId: string, recorder: Pick<Recorder, 'requests' | 'spans'>): ShownSpan[] {
  const requests = recorder.requests().filter(({ trace }) => trace.traceId === traceId)
  const services = new Map(requests.map(({ trace, service }) => [trace.spanId, service]))
  const servers = requests.map(
    ({ seq, method, template, path, service, trace, startedAt, durationMs, status }): Span => {
      const { spanId, parentId } = trace
      const outcome = { outcome: String(status), failed: status >= 500 }
      return {
        kind: 'server',
        name: `${method} ${template ?? path}`,
        service,
        seq,
        spanId,
        parentId,
        startedAt,
        ms: durationMs,
        ...outcome,
      }
    },
  )
  const others = recorder
    .spans()
    .filter((span) => span.traceId === traceId)
    .map(
      ({ durationMs: ms, traceId: _, ...span }): Span => ({ ...span, ms, service: services.get(span.parentId) ?? '' }),
    )
  return inOrder([...servers, ...others]).slice(0, most)
}

function inOrder(spans: Span[]): ShownSpan[] {
  const begin = Math.min(...spans.map(({ startedAt }) => startedAt))
  const known = new Set(spans.flatMap(({ spanId }) => spanId ?? []))
  const byParent = Map.groupBy(spans, ({ parentId }) => (parentId !== undefined && known.has(parentId) ? parentId : ''))
  const shown: ShownSpan[] = []
  const add = (parent: string, depth: number): void => {
    const own = byParent.get(parent) ?? []
    // A span that names itself as its parent, or two that name each other, would never end.
    byParent.delete(parent)
    for (const { spanId, parentId: _, startedAt, ...span } of own.sort((a, b) => a.startedAt - b.startedAt)) {
      shown.push({ ...span, depth, start: startedAt - begin })
      if (spanId !== undefined) add(spanId, depth + 1)
    }
  }
  add('', 0)
  return shown
}
