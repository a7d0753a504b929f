interface Node<Made> {
  made: Made | undefined
  next: Map<string | number, Node<Made>>
}

/**
 * Makes something for each combination of keys, once. They are looked up one after the other: to join them to one text
 * would cost a request more than to count it.
 *
 * @param make what it makes lives as long as the process, so keys must be few
 */
export function remember<Keys extends readonly (string | number)[], Made>(
  make: (...keys: Keys) => Made,
): (...keys: Keys) => Made {
  const root: Node<Made> = { made: undefined, next: new Map() }
  return (...keys) => {
    let node = root
    for (const key of keys) {
      const next = node.next.get(key) ?? { made: undefined, next: new Map() }
      if (!node.next.has(key)) node.next.set(key, next)
      node = next
    }
    node.made ??= make(...keys)
    return node.made
  }
}
