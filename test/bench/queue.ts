/** What waits, first come first served. */
export interface Queue<Item> {
  push: (item: Item) => void
  first: () => Item | undefined
  /** Takes the first away. */
  drop: () => void
  size: () => number
}

/** So many that are gone are kept, so that an item costs the same however many wait: `shift()` moves all of them. */
const kept = 10_000

export function createQueue<Item>(): Queue<Item> {
  let items: Item[] = []
  let head = 0
  return {
    push: (item) => items.push(item),
    first: () => items[head],
    drop() {
      if (++head < kept || head * 2 < items.length) return
      items = items.slice(head)
      head = 0
    },
    size: () => items.length - head,
  }
}
