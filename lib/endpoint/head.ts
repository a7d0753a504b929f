import { type Exchange, type Middleware, refuseUnknownOptions, resultOf } from './exchange.ts'

/**
 * Answers HEAD with the headers of GET and no body (RFC 9110, section 9.3.2). `content-length` says what GET would
 * send, since no host can know it once the body is gone.
 */
export function head(options: Record<string, never> = {}): Required<Pick<Middleware, 'after' | 'onError'>> {
  refuseUnknownOptions('head', options, [])
  const dropBody = (exchange: Exchange): void => {
    if (exchange.event.requestContext.http.method !== 'HEAD' || exchange.response === undefined) return
    const result = resultOf(exchange)
    if (result.body === undefined) return
    result.headers['content-length'] = String(
      Buffer.byteLength(result.body, result.isBase64Encoded ? 'base64' : 'utf8'),
    )
    delete result.body
    delete result.isBase64Encoded
  }
  return { after: dropBody, onError: dropBody }
}
