import { bodyOf, type FrontDoor, group, isText, readResult, splitTarget, toHttp } from './front-door.ts'

/**
 * An HTTP API with payload format 2.0: header names in lower case and their values joined by commas, cookies apart,
 * the path and its parameters decoded, the query as it was sent.
 * Source: "Create AWS Lambda proxy integrations for HTTP APIs", Amazon API Gateway developer guide.
 */
export const httpApi: FrontDoor = {
  toEvent(request, { routeKey, params }) {
    const { path, query } = splitTarget(request)
    const lines = request.headers.map(([name, value]) => [name.toLowerCase(), value] as const)
    const cookies = lines.filter(([name]) => name === 'cookie').flatMap(([, value]) => value.split(/;\s*/))
    const headers = Object.entries(group(lines.filter(([name]) => name !== 'cookie')))
    const decoded = new URLSearchParams(query)
    const rawPath = decodeURIComponent(path)
    return {
      version: '2.0',
      routeKey,
      rawPath,
      rawQueryString: query,
      ...(cookies.length === 0 ? {} : { cookies }),
      headers: {
        'x-forwarded-for': '192.0.2.7',
        'x-forwarded-port': '443',
        'x-forwarded-proto': 'https',
        ...Object.fromEntries(headers.map(([name, values]) => [name, values.join(',')])),
      },
      ...(query === ''
        ? {}
        : {
            queryStringParameters: Object.fromEntries(
              [...new Set(decoded.keys())].map((name) => [name, decoded.getAll(name).join(',')]),
            ),
          }),
      ...(Object.keys(params).length === 0
        ? {}
        : {
            pathParameters: Object.fromEntries(
              Object.entries(params).map(([name, value]) => [name, decodeURIComponent(value)]),
            ),
          }),
      requestContext: {
        accountId: '123456789012',
        apiId: 'api-id',
        domainName: 'api-id.execute-api.eu-central-1.amazonaws.com',
        domainPrefix: 'api-id',
        http: {
          method: request.method,
          path: rawPath,
          protocol: 'HTTP/1.1',
          sourceIp: '192.0.2.7',
          userAgent: 'agent',
        },
        requestId: 'JKJaXmPLvHcESHA=',
        routeKey,
        stage: '$default',
        time: '20/Nov/2026:19:03:58 +0000',
        timeEpoch: 1795201438000,
      },
      ...bodyOf(request, isText(request)),
    }
  },

  toResponse(request, result) {
    const known = ['statusCode', 'headers', 'cookies', 'body', 'isBase64Encoded'] as const
    const read = readResult(result, known)
    const cookies = (read.cookies ?? []).map((cookie): [string, string] => ['set-cookie', cookie])
    return toHttp(request, read, [...Object.entries(read.headers ?? {}), ...cookies])
  },
}
