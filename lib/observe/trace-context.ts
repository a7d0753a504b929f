import { randomBytes } from 'node:crypto'

/** The ids of W3C Trace Context, level 1, section 3.2.2. */
export interface TraceContext {
  /** 32 hexadecimal digits. */
  traceId: string
  /** The caller's span, 16 hexadecimal digits; undefined where this call starts the trace. */
  parentId: string | undefined
}

const traceparent = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}(?:-.*)?$/

/**
 * Reads the `traceparent` header. A header that breaks the format starts a new trace, as section 3.2.4 asks.
 *
 * @example
 * readTrace('00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01').traceId // '4bf92f3577b34da6a3ce929d0e0e4736'
 */
export function readTrace(header: string | undefined): TraceContext {
  const match = header === undefined ? null : traceparent.exec(header)
  if (match?.[1] !== undefined) return { traceId: match[1], parentId: match[2] }
  return { traceId: randomBytes(16).toString('hex'), parentId: undefined }
}
