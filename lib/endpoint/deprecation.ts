import { type Exchange, type Middleware, refuseUnknownOptions, resultOf } from './exchange.ts'

/**
 * Says with every answer, problems included, that the operation is deprecated and when it ends (RFC 9745, RFC 8594). The
 * headers were written when the contract was compiled. A `Link` of the handler's own is kept.
 *
 * @example
 * deprecation({ headers: { deprecation: '@1780272000', sunset: 'Thu, 31 Dec 2026 00:00:00 GMT' } })
 */
export function deprecation(options: {
  headers: Readonly<Record<string, string>>
}): Required<Pick<Middleware, 'after' | 'onError'>> {
  refuseUnknownOptions('deprecation', options, ['headers'])
  const { link, ...constant } = options.headers
  const add = (exchange: Exchange): void => {
    if (exchange.response === undefined) return
    const { headers } = resultOf(exchange)
    Object.assign(headers, constant)
    if (link !== undefined) headers.link = headers.link === undefined ? link : `${headers.link}, ${link}`
  }
  return { after: add, onError: add }
}
