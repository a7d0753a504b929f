/** The latest of what has happened, bounded in number and in bytes. */
export interface Ring<Item> {
  /** @param bytes about how much memory it takes */
  add: (item: Item, bytes: number) => void
  /** From the oldest to the latest. */
  items: () => readonly Item[]
}

/**
 * Keeps the latest items; the oldest go first.
 *
 * @param options.most how many
 * @param options.mostBytes how many bytes all of them may take together; an item that takes more stays until the next
 * @example
 * const ring = createRing<string>({ most: 500, mostBytes: 1_000_000 })
 * ring.add('line', 4)
 */
export function createRing<Item>({ most, mostBytes }: { most: number; mostBytes: number }): Ring<Item> {
  let kept: ({ item: Item; bytes: number } | undefined)[] = []
  let first = 0
  let bytes = 0
  return {
    add(item, size) {
      kept.push({ item, bytes: size })
      bytes += size
      while (kept.length - first > 1 && (kept.length - first > most || bytes > mostBytes)) {
        bytes -= kept[first]?.bytes ?? 0
        // What is dropped must not be held on to until the array is made anew.
        kept[first] = undefined
        first++
      }
      if (first > most) {
        kept = kept.slice(first)
        first = 0
      }
    },
    items: () => kept.slice(first).flatMap((entry) => (entry === undefined ? [] : [entry.item])),
  }
}
