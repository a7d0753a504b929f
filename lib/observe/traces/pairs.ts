/**
 * Reads `name=value,other=value` as the headers and the resource attributes of OpenTelemetry are written: the format of
 * W3C Baggage, section 3.2, values percent-encoded.
 *
 * @returns undefined where the text is not in that format
 * @example
 * readPairs('api-key=a%20b,team=shop') // { 'api-key': 'a b', team: 'shop' }
 */
export function readPairs(text: string): Record<string, string> | undefined {
  const pairs: Record<string, string> = {}
  for (const part of text.split(',')) {
    if (part.trim() === '') continue
    const [, name, value = ''] = /^\s*([^\s=;]+)\s*=\s*(.*?)\s*$/.exec(part) ?? []
    const decoded = decode(value)
    if (name === undefined || decoded === undefined) return undefined
    pairs[name] = decoded
  }
  return Object.keys(pairs).length === 0 ? undefined : pairs
}

function decode(value: string): string | undefined {
  try {
    return decodeURIComponent(value)
  } catch {
    return undefined
  }
}
