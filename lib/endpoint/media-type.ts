/** A media type without its parameters, in lower case: `application/json; charset=utf-8` → `application/json`. */
export function mediaTypeOf(header: string): string {
  const at = header.indexOf(';')
  return (at < 0 ? header : header.slice(0, at)).trim().toLowerCase()
}

/** Whether a media type carries JSON: `application/json` and every `+json` (RFC 6839, section 3.1). */
export function isJson(type: string): boolean {
  return type === 'application/json' || type.endsWith('+json')
}

/** Whether `type` falls under `range`: `image/png` under `image/*`, everything under `*\/*`. */
export function isInRange(type: string, range: string): boolean {
  if (range === '*/*' || range === type) return true
  return range.endsWith('/*') && type.startsWith(range.slice(0, -1))
}

/**
 * The first of `offered` that an Accept header prefers (RFC 9110, section 12.5.1), or undefined where it takes none.
 *
 * @example
 * negotiate('text/*;q=0.5, application/json', ['text/plain', 'application/json']) // 'application/json'
 */
export function negotiate(accept: string, offered: readonly string[]): string | undefined {
  const ranges = accept.split(',').map((part) => {
    const [range = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase())
    const quality = parameters.find((parameter) => parameter.startsWith('q='))
    return { range, quality: quality === undefined ? 1 : Number(quality.slice(2)) || 0 }
  })
  let best: string | undefined
  let bestQuality = 0
  for (const type of offered) {
    const matching = ranges.filter(({ range }) => isInRange(type, range))
    // The most specific range decides: the longest one that is not a wildcard.
    matching.sort((a, b) => specificity(b.range) - specificity(a.range))
    const quality = matching[0]?.quality ?? 0
    if (quality > bestQuality) {
      best = type
      bestQuality = quality
    }
  }
  return best
}

function specificity(range: string): number {
  if (range === '*/*') return 0
  return range.endsWith('/*') ? 1 : 2
}
