/** One line of the text format of Prometheus. */
export interface Sample {
  name: string
  labels: Readonly<Record<string, string>>
  value: number
}

/** `name{label="value",…} 12.5`, and a timestamp that nobody needs here. */
const line = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? +(\S+)(?: +-?\d+)?$/
const pair = /(\w+)="((?:[^"\\]|\\.)*)"/g
const escaped: Readonly<Record<string, string>> = { n: '\n' }

/**
 * Reads the text format of Prometheus. Comments are left out, and so is what is no sample.
 *
 * @example
 * readSamples('up{job="shop"} 1\n') // [{ name: 'up', labels: { job: 'shop' }, value: 1 }]
 */
export function readSamples(text: string): Sample[] {
  return text.split('\n').flatMap((text) => {
    const [, name, labels = '', value = ''] = line.exec(text) ?? []
    if (name === undefined) return []
    const pairs = [...labels.matchAll(pair)].map(([, key = '', raw = '']) => [key, unquote(raw)] as const)
    return [{ name, labels: Object.fromEntries(pairs), value: readNumber(value) }]
  })
}

const unquote = (raw: string): string => raw.replace(/\\(.)/g, (_, char: string) => escaped[char] ?? char)

const readNumber = (text: string): number =>
  /^[+-]?Inf$/i.test(text) ? Number.POSITIVE_INFINITY * (text.startsWith('-') ? -1 : 1) : Number(text)
