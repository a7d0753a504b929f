const placeholder = /\(\(([-\w]+)\)\)/g

/**
 * Puts values where a manifest has `((name))`, as `cf push --var name=value` does.
 *
 * @returns the same with the values in place, and the names that have none
 * @example
 * fillPlaceholders({ route: '((host))/shop' }, { host: 'shop.example' }) // { filled: { route: 'shop.example/shop' }, missing: [] }
 */
export function fillPlaceholders<Value>(
  value: Value,
  values: Readonly<Record<string, string>>,
): { filled: Value; missing: string[] } {
  const missing = new Set<string>()
  const fill = (node: unknown): unknown => {
    if (typeof node === 'string')
      return node.replaceAll(placeholder, (text, name: string) => {
        if (!Object.hasOwn(values, name)) missing.add(name)
        return values[name] ?? text
      })
    if (Array.isArray(node)) return node.map(fill)
    if (typeof node !== 'object' || node === null) return node
    return Object.fromEntries(Object.entries(node).map(([key, inner]) => [key, fill(inner)]))
  }
  return { filled: fill(value) as Value, missing: [...missing].sort() }
}
