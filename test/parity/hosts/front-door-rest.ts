import { bodyOf, type FrontDoor, group, readResult, splitTarget, toHttp } from './front-door.ts'

/**
 * A REST API (payload format 1.0) whose binary media types are all: headers as they were sent, each value also by
 * itself, the path and its parameters percent-encoded, the query decoded.
 * Source: "Input format of a Lambda function for proxy integration", Amazon API Gateway developer guide.
 */
export const restApi: FrontDoor = {
  toEvent(request, { routeKey, params }) {
    const { path, query } = splitTarget(request)
    const multiValueHeaders = group([...request.headers, ['X-Forwarded-For', '192.0.2.7']])
    const multiValueQueryStringParameters = group([...new URLSearchParams(query)])
    const [, resource = '/{proxy+}'] = routeKey.split(' ')
    const pathParameters = routeKey === '$default' ? { proxy: path.slice(1) } : params
    return {
      resource,
      path,
      httpMethod: request.method,
      headers: last(multiValueHeaders),
      multiValueHeaders,
      queryStringParameters: query === '' ? null : last(multiValueQueryStringParameters),
      multiValueQueryStringParameters: query === '' ? null : multiValueQueryStringParameters,
      pathParameters: Object.keys(pathParameters).length === 0 ? null : pathParameters,
      stageVariables: null,
      requestContext: {
        accountId: '123456789012',
        apiId: 'api-id',
        domainName: 'api-id.execute-api.eu-central-1.amazonaws.com',
        domainPrefix: 'api-id',
        extendedRequestId: 'JKJaXmPLvHcESHA=',
        httpMethod: request.method,
        identity: { sourceIp: '192.0.2.7', userAgent: 'agent' },
        path: `/dev${path}`,
        protocol: 'HTTP/1.1',
        requestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
        requestTime: '20/Nov/2026:19:03:58 +0000',
        requestTimeEpoch: 1795201438000,
        resourceId: '123456',
        resourcePath: resource,
        stage: 'dev',
      },
      body: null,
      ...bodyOf(request, false),
    }
  },

  toResponse(request, result) {
    const known = ['statusCode', 'headers', 'multiValueHeaders', 'body', 'isBase64Encoded'] as const
    const read = readResult(result, known)
    const lines = Object.entries(read.multiValueHeaders ?? {}).flatMap(([name, values]) =>
      values.map((value): [string, string] => [name, value]),
    )
    return toHttp(request, read, [...Object.entries(read.headers ?? {}), ...lines])
  },
}

/** The last value of each name, which is what single-value maps hold. */
export function last(groups: Record<string, string[]>): Record<string, string> {
  return Object.fromEntries(Object.entries(groups).map(([name, values]) => [name, values.at(-1) ?? '']))
}
