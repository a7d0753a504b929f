import type { Attributes } from '@opentelemetry/api'

/** The methods that the conventions know; another one could be anything (semantic conventions for HTTP spans). */
const known = /^(?:CONNECT|DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT|QUERY|TRACE)$/

export const httpMethodOf = (method: string): Attributes =>
  known.test(method)
    ? { 'http.request.method': method }
    : { 'http.request.method': '_OTHER', 'http.request.method_original': method }

/** `GET /catalog/products/{productId}`; only the method where no operation was meant. */
export function httpSpanName(method: string, path: string | undefined): string {
  const shown = known.test(method) ? method : 'HTTP'
  return path === undefined ? shown : `${shown} ${path}`
}
