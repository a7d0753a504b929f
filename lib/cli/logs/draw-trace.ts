import { formatMs, oneLine, type Paint } from './format-entry.ts'
import type { LogFilter } from './log-filter.ts'
import { type LogEntry, levelOf, levels, readLogLine, timeOf } from './log-line.ts'
import type { LogOutput } from './log-output.ts'

/** Lines of one trace that are kept; more are only counted. */
const mostLines = 10_000
const barWidth = 24

interface Span {
  id: string
  parentId: string | undefined
  title: string
  failed: boolean
  startsAt: number
  durationMs: number
  /** What went wrong in it: its lines at warn and above. */
  remarks: string[]
  children: Span[]
}

/**
 * Draws the tree of one trace across services: each request and each call with its duration and its place in time, and
 * below it what it had to complain of. Only the lines of that trace are kept.
 */
export function drawTrace(filter: LogFilter, trace: string, paint: Paint): LogOutput {
  const entries: LogEntry[] = []
  let more = 0
  return {
    take(line) {
      if (!filter.mayMatch(line)) return ''
      const entry = readLogLine(line)?.entry
      if (entry === undefined || !filter.matches(entry)) return ''
      if (entries.length < mostLines) entries.push(entry)
      else more++
      return ''
    },
    end() {
      if (entries.length === 0) return `No line of the trace ${trace} in this log.\n`
      const roots = toTree(entries)
      const lines = [`trace ${trace}: ${entries.length + more} lines`, ...draw(roots, paint)]
      if (more > 0) lines.push(`${more} lines are left out: a trace is drawn from its first ${mostLines}.`)
      return `${lines.join('\n')}\n`
    },
  }
}

function toTree(entries: readonly LogEntry[]): Span[] {
  const spans = new Map<string, Span>()
  const timed = entries.filter(({ durationMs, spanId }) => typeof durationMs === 'number' && spanId !== undefined)
  for (const entry of timed) if (!spans.has(String(entry.spanId))) spans.set(String(entry.spanId), toSpan(entry))

  for (const entry of entries) {
    const id = String(entry.spanId)
    const isSpan = typeof entry.durationMs === 'number'
    if (isSpan && levelOf(entry) < 3) continue
    // A request that is under way, or whose line was left out by sampling, is there by what it has said.
    const span =
      spans.get(id) ?? toSpan({ ...entry, msg: `${entry.operation ?? entry.job ?? 'unfinished'}`, durationMs: 0 })
    spans.set(id, span)
    if (levelOf(entry) >= 3) span.remarks.push(`${levels[levelOf(entry)]}: ${oneLine(entry.msg ?? '')}`)
  }

  const roots: Span[] = []
  for (const span of spans.values()) {
    const parent = span.parentId === undefined ? undefined : spans.get(span.parentId)
    if (parent === undefined || descends(parent, span, spans)) roots.push(span)
    else parent.children.push(span)
  }
  const byStart = (a: Span, b: Span): number => a.startsAt - b.startsAt
  for (const { children } of spans.values()) children.sort(byStart)
  return roots.sort(byStart)
}

/** Whether a span stands above itself: ids come from whoever calls. */
function descends(span: Span, ancestor: Span, spans: ReadonlyMap<string, Span>): boolean {
  const seen = new Set<Span>()
  for (let at: Span | undefined = span; at !== undefined && !seen.has(at); ) {
    if (at === ancestor) return true
    seen.add(at)
    at = at.parentId === undefined ? undefined : spans.get(at.parentId)
  }
  return false
}

function toSpan(entry: LogEntry): Span {
  const { spanId, parentId, service, upstream, status, msg } = entry
  const durationMs = Number(entry.durationMs)
  const who = upstream === undefined ? String(service ?? entry.job ?? '?') : `→ ${upstream}`
  return {
    id: String(spanId),
    parentId: typeof parentId === 'string' ? parentId : undefined,
    title: oneLine(`${who} ${msg ?? ''}`),
    failed: status === undefined ? levelOf(entry) >= 4 : Number(status) >= 500,
    // A line is written when its span ends.
    startsAt: timeOf(entry) - durationMs,
    durationMs,
    remarks: [],
    children: [],
  }
}

interface Row {
  text: string
  span?: Span
}

function draw(roots: readonly Span[], paint: Paint): string[] {
  const rows: Row[] = []
  const add = (span: Span, before: string, below: string): void => {
    rows.push({ text: `${before}${span.title}`, span })
    for (const remark of span.remarks)
      rows.push({ text: `${below}${span.children.length > 0 ? '│' : ' '}  ! ${remark}` })
    span.children.forEach((child, at) => {
      const isLast = at === span.children.length - 1
      add(child, `${below}${isLast ? '└─ ' : '├─ '}`, `${below}${isLast ? '   ' : '│  '}`)
    })
  }
  for (const root of roots) add(root, '', '')

  const spans = rows.flatMap(({ span }) => (span === undefined ? [] : [span]))
  const start = Math.min(...spans.map(({ startsAt }) => startsAt))
  const length = Math.max(0.001, Math.max(...spans.map(({ startsAt, durationMs }) => startsAt + durationMs)) - start)
  const width = Math.max(...rows.flatMap(({ text, span }) => (span === undefined ? [] : [text.length])))
  return rows.map(({ text, span }) => {
    if (span === undefined) return paint('yellow', text)
    const title = text.padEnd(width)
    const bar = toBar(span.startsAt - start, span.durationMs, length)
    return `${span.failed ? paint('red', title) : title}  ${formatMs(span.durationMs).padStart(9)}  ${paint('cyan', bar)}`.trimEnd()
  })
}

function toBar(offset: number, duration: number, length: number): string {
  const from = Math.min(barWidth - 1, Math.floor((offset / length) * barWidth))
  const cells = Math.max(1, Math.min(barWidth - from, Math.round((duration / length) * barWidth)))
  return `${' '.repeat(from)}${'█'.repeat(cells)}`
}
