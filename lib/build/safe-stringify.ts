/**
 * Stands in for safe-stable-stringify where pino is bundled: JSON of a value that JSON.stringify refuses because it is
 * circular or has a BigInt in it. Of that package pino uses this one function, and only then; it would be 2 KB (gz) of
 * each function. Keys stay in their order, and a BigInt becomes text.
 *
 * @param options.maximumDepth objects and arrays that are nested deeper are only named
 * @param options.maximumBreadth of longer arrays and objects the rest is only counted
 */
export function configure(options: {
  maximumDepth: number
  maximumBreadth: number
}): (value: unknown) => string | undefined {
  const { maximumDepth, maximumBreadth } = options
  return (value) => {
    const above: { original: object; shown: object }[] = []
    return JSON.stringify(value, function (this: object, _key: string, current: unknown): unknown {
      if (typeof current === 'bigint') return String(current)
      if (typeof current !== 'object' || current === null) return current
      while (above.length > 0 && above.at(-1)?.shown !== this) above.pop()
      if (above.some(({ original }) => original === current)) return '[Circular]'
      if (above.length >= maximumDepth) return Array.isArray(current) ? '[Array]' : '[Object]'
      const shown = cut(current, maximumBreadth)
      above.push({ original: current, shown })
      return shown
    })
  }
}

function cut(value: object, most: number): object {
  const entries = Object.entries(value)
  if (entries.length <= most) return value
  const rest = `${entries.length - most} items not stringified`
  if (Array.isArray(value)) return [...value.slice(0, most), `... ${rest}`]
  return { ...Object.fromEntries(entries.slice(0, most)), '...': rest }
}
