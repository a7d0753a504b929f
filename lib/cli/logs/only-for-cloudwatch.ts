/**
 * Whether a line that is no event is there for its metrics alone (CloudWatch's embedded metric format): that of an answer
 * without an access line, or another library's.
 */
export const isOnlyForCloudWatch = (line: string): boolean => line.includes('CloudWatchMetrics')
