import { readSamples, type Sample } from '../../lib/monitor/exposition.ts'

/** The samples of a metric that have these labels, whatever others they have. */
export const samplesOf = (text: string, name: string, labels: Record<string, string> = {}): Sample[] =>
  readSamples(text).filter(
    (sample) => sample.name === name && Object.entries(labels).every(([key, wanted]) => sample.labels[key] === wanted),
  )

/** The sum of these samples; undefined where there are none. */
export function sumOf(text: string, name: string, labels: Record<string, string> = {}): number | undefined {
  const samples = samplesOf(text, name, labels)
  return samples.length === 0 ? undefined : samples.reduce((sum, { value }) => sum + value, 0)
}
