/** One line of the text format of Prometheus. */
export interface Sample {
  name: string
  labels: Readonly<Record<string, string>>
  value: number
}

/** Reads the text format of Prometheus; comments are left out. */
export function readSamples(text: string): Sample[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, name, labels = '', value] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? []
      if (name === undefined) throw new Error(`no sample: ${line}`)
      const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, key, text]) => [key, text])
      return { name, labels: Object.fromEntries(pairs) as Record<string, string>, value: Number(value) }
    })
}

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
