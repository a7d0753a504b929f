import type { FunctionSpec } from '../../build/functions.ts'
import { functionId, toIdPart } from './logical-ids.ts'

/** As many metrics as one alarm takes, less the sum of them. */
const metricsAnAlarm = 9

/** What an alarm watches, in periods of five minutes. */
interface Watch {
  description: string
  /** It goes off above this, or below it. */
  threshold: number
  below?: true
  /** What no metric means; that all is well, unless said. */
  whenMissing?: 'breaching'
  metrics: object
}

type Named = readonly [id: string, watch: Watch]

const period = 300

/**
 * The alarms of a deployment:
 * - a function has failed: a time-out, no memory left, no start. What a handler throws is a 500, which is no failure of
 *   its function;
 * - the API has answered 5xx five times in five minutes;
 * - functions of a service were throttled: one alarm for nine functions, as a stack has at most 500 resources;
 * - a recovery has not run for five minutes.
 *
 * @param topic the ARN of the SNS topic that is told, also when it is over
 */
export function describeAlarms(functions: readonly FunctionSpec[], topic: string | undefined): Record<string, object> {
  const alarms = [
    ...functions.map(failures),
    ...throttles(functions),
    ['ApiServerErrorsAlarm', serverErrors] as const,
    ...functions.filter(({ schedule }) => schedule !== undefined).map(silence),
  ]
  return Object.fromEntries(alarms.map(([id, watch]) => [id, toAlarm(watch, topic)]))
}

const failures = ({ name }: FunctionSpec): Named => [
  `${toIdPart(name)}ErrorsAlarm`,
  { description: `${name} fails`, threshold: 0, metrics: ofFunction(name, 'Errors') },
]

/** Without an invocation there is no metric at all. */
const silence = ({ name }: FunctionSpec): Named => [
  `${toIdPart(name)}SilenceAlarm`,
  {
    description: `${name} has not run for five minutes`,
    threshold: 1,
    below: true,
    whenMissing: 'breaching',
    metrics: ofFunction(name, 'Invocations'),
  },
]

const serverErrors: Watch = {
  description: 'The API answers 5xx',
  threshold: 4,
  metrics: {
    Namespace: 'AWS/ApiGateway',
    MetricName: '5xx',
    Dimensions: [{ Name: 'ApiId', Value: { Ref: 'HttpApi' } }],
    Statistic: 'Sum',
    Period: period,
  },
}

function throttles(functions: readonly FunctionSpec[]): Named[] {
  const services = Map.groupBy(functions, ({ service }) => service ?? 'kit')
  return [...services].flatMap(([service, members]) =>
    Array.from({ length: Math.ceil(members.length / metricsAnAlarm) }, (_, part): Named => {
      const some = members.slice(part * metricsAnAlarm, (part + 1) * metricsAnAlarm)
      const metrics = some.map(({ name }, at) => ({
        Id: `throttles${at}`,
        ReturnData: false,
        MetricStat: throttlesOf(name),
      }))
      const sum = { Id: 'sum', Expression: 'SUM(METRICS())', Label: 'Throttles', ReturnData: true }
      return [
        `${toIdPart(service)}ThrottlesAlarm${part + 1}`,
        {
          description: `Calls are throttled: ${some.map(({ name }) => name).join(', ')}`,
          threshold: 0,
          metrics: { Metrics: [...metrics, sum] },
        },
      ]
    }),
  )
}

const throttlesOf = (name: string): object => ({
  Metric: { Namespace: 'AWS/Lambda', MetricName: 'Throttles', Dimensions: dimensions(name) },
  Period: period,
  Stat: 'Sum',
})

const ofFunction = (name: string, metric: string): object => ({
  Namespace: 'AWS/Lambda',
  MetricName: metric,
  Dimensions: dimensions(name),
  Statistic: 'Sum',
  Period: period,
})

const dimensions = (name: string): object[] => [{ Name: 'FunctionName', Value: { Ref: functionId(name) } }]

function toAlarm({ description, threshold, below, whenMissing, metrics }: Watch, topic: string | undefined): object {
  return {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmDescription: description,
      ComparisonOperator: below ? 'LessThanThreshold' : 'GreaterThanThreshold',
      Threshold: threshold,
      EvaluationPeriods: 1,
      TreatMissingData: whenMissing ?? 'notBreaching',
      ...metrics,
      ...(topic === undefined ? {} : { AlarmActions: [topic], OKActions: [topic] }),
    },
  }
}
