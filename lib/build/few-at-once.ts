/**
 * Maps as `Promise.all` of `map` does, with no more than some under way.
 *
 * @param most how many at once
 * @example
 * await fewAtOnce(['a', 'b', 'c'], 2, (name) => readFile(name)) // 'c' is read when the first of the others has been
 */
export async function fewAtOnce<Item, Result>(
  items: readonly Item[],
  most: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = []
  const entries = items.entries()
  const workers = Array.from({ length: most }, async () => {
    for (const [at, item] of entries) results[at] = await work(item)
  })
  await Promise.all(workers)
  return results
}
