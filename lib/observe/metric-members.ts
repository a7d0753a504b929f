/** What CloudWatch makes of a line: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html */
const directives = JSON.stringify([
  {
    Namespace: 'twelvefold',
    Dimensions: [['service', 'operation']],
    Metrics: [
      { Name: 'durationMs', Unit: 'Milliseconds' },
      ...['count', 'errors', 'faults', 'coldStart'].map((Name) => ({ Name, Unit: 'Count' })),
    ],
  },
])

let isCold = true

/**
 * The members that make metrics of a line which has `service`, `operation` and `durationMs`: how many answers, how many
 * that were the caller's fault (4xx) or ours (5xx), and whether it was the first one of this process.
 */
export function metricMembers(status: number): string {
  const coldStart = Number(isCold)
  isCold = false
  const [errors, faults] = [Number(status >= 400 && status < 500), Number(status >= 500)]
  return (
    `"count":1,"errors":${errors},"faults":${faults},"coldStart":${coldStart}` +
    `,"_aws":{"Timestamp":${Date.now()},"CloudWatchMetrics":${directives}}`
  )
}
