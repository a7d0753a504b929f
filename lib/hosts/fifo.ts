/** What waits, first come first served. */
export interface Fifo<Item> {
  add: (item: Item) => void
  first: () => Item | undefined
  /** Takes the first away. */
  take: () => Item | undefined
  size: () => number
}

/** So many that are gone are kept, so that an item costs the same however many wait: `shift()` moves all of them. */
const kept = 1_000

export function createFifo<Item>(): Fifo<Item> {
  let items: (Item | undefined)[] = []
  let head = 0
  return {
    add: (item) => {
      items.push(item)
    },
    first: () => items[head],
    take() {
      if (head === items.length) return undefined
      const item = items[head]
      items[head++] = undefined
      if (head === items.length || (head > kept && head * 2 > items.length)) {
        items = items.slice(head)
        head = 0
      }
      return item
    },
    size: () => items.length - head,
  }
}
