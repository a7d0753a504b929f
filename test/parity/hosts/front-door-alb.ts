import { bodyOf, type FrontDoor, group, header, isText, readResult, splitTarget, toHttp } from './front-door.ts'
import { last } from './front-door-rest.ts'

/**
 * An Application Load Balancer: names of headers in lower case, path and query percent-encoded as they were sent, no
 * path parameters. Its target group either gives every value of a header or a query parameter, or only the last.
 * Source: "Use Lambda functions as targets of an Application Load Balancer", Elastic Load Balancing user guide.
 */
export function loadBalancer(multiValue: boolean): FrontDoor {
  return {
    toEvent(request) {
      const { path, query } = splitTarget(request)
      const headers = group([
        ...request.headers.map(([name, value]) => [name.toLowerCase(), value] as const),
        ['x-forwarded-for', '192.0.2.7'],
      ])
      const parameters = group(query === '' ? [] : query.split('&').map(splitPair))
      const asText = isText(request) && header(request, 'content-encoding') === undefined
      return {
        requestContext: {
          elb: {
            targetGroupArn: 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/group/6d0ecf831eec',
          },
        },
        httpMethod: request.method,
        path,
        ...(multiValue
          ? { multiValueQueryStringParameters: parameters, multiValueHeaders: headers }
          : { queryStringParameters: last(parameters), headers: last(headers) }),
        body: '',
        ...bodyOf(request, asText),
      }
    },

    toResponse(request, result) {
      const member = multiValue ? 'multiValueHeaders' : 'headers'
      const read = readResult(result, ['statusCode', 'statusDescription', member, 'body', 'isBase64Encoded'])
      if (!read.statusDescription?.startsWith(`${read.statusCode} `))
        throw new Error(`No reason for ${read.statusCode}`)
      const lines = Object.entries(read[member] ?? {}).flatMap(([name, values]) =>
        [values].flat().map((value): [string, string] => [name, value]),
      )
      return toHttp(request, read, lines)
    },
  }
}

function splitPair(pair: string): [string, string] {
  const at = pair.indexOf('=')
  return at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)]
}
