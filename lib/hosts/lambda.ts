import type { ALBEvent, APIGatewayProxyEvent, Context } from 'aws-lambda'
import { kitSettings } from '../config/kit.ts'
import type { EndpointEvent, EndpointHandler } from '../endpoint/exchange.ts'
import { startAccessLog } from '../observe/access-log.ts'
import { setReleasedVersion } from '../observe/log-version.ts'
import { metricMembers } from '../observe/metric-members.ts'
import { problem } from '../problem/problem.ts'
import { fromAlb, fromHttp, fromRest, toAlb, toRest } from './lambda-events.ts'
import { refusal } from './refusal.ts'

export type LambdaEvent = EndpointEvent | APIGatewayProxyEvent | ALBEvent

export type LambdaHandler = (event: LambdaEvent, context: Context) => Promise<unknown>

/**
 * Makes an endpoint the handler of a Lambda function. It takes the events of an HTTP API (payload format 2.0), of a
 * REST API or an HTTP API with format 1.0, and of an Application Load Balancer, and answers each in its own shape.
 *
 * @param path the operation's path template: a load balancer leaves it to the function to find the parameters
 * @param version of what is deployed, for the log where `VERSION` is not set
 */
export function toLambda(endpoint: EndpointHandler, path = '', version?: string): LambdaHandler {
  if (version !== undefined) setReleasedVersion(version)
  startAccessLog(kitSettings().METRICS ? metricMembers : undefined)
  return async (event, context) => {
    // A trial from the console, or a trigger that somebody has added.
    if (!event?.requestContext)
      throw new TypeError('The event is no request: neither of an HTTP API, nor of a REST API or a load balancer.')
    if ('rawPath' in event) return endpoint(fromHttp(event), context)
    const alb = isAlb(event)
    const converted = alb ? fromAlb(event, path) : fromRest(event)
    const result = await (converted.wellFormed ? endpoint : refuseMalformed())(converted.event, context)
    return alb ? toAlb(result, event.multiValueHeaders !== undefined) : toRest(result)
  }
}

const refuseMalformed = (): EndpointHandler =>
  refusal(() => problem('bad-request', 'The path is not valid percent-encoding.'))

const isAlb = (event: APIGatewayProxyEvent | ALBEvent): event is ALBEvent => 'elb' in event.requestContext
