import type { EndpointEvent } from '../endpoint/exchange.ts'

/** What a test says of a request; all the rest is as it is with most. */
export interface FakeRequest {
  method?: string
  path?: string
  query?: string
  headers?: Record<string, string>
  params?: Record<string, string>
  body?: string
}

/**
 * An event of payload format 2.0, as API Gateway documents it: what a test calls a handler with.
 *
 * @param request its method, path, query as it stands in the address, headers, path parameters and body
 * @example
 * const { statusCode, body } = await handler(eventOf({ path: '/hello/Ada', params: { name: 'Ada' } }), {})
 */
export function eventOf(request: FakeRequest = {}): EndpointEvent {
  const { method = 'GET', path = '/', query = '', headers = {}, params, body } = request
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: query,
    headers,
    ...(params === undefined ? {} : { pathParameters: params }),
    ...(body === undefined ? {} : { body }),
    isBase64Encoded: false,
    requestContext: {
      accountId: 'anonymous',
      apiId: 'test',
      domainName: 'example.com',
      domainPrefix: 'example',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'test' },
      requestId: 'gateway-1',
      routeKey: '$default',
      stage: '$default',
      time: '20/Nov/2026:12:00:00 +0000',
      timeEpoch: 1795176000000,
    },
  }
}
