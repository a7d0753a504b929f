/**
 * Runs so many at a time, and hands their results over in the order of the list.
 *
 * @param signal nothing more is begun once it is aborted
 * @example
 * await inOrder([() => fetch(one), () => fetch(other)], 2, { take: (response) => print(response) })
 */
export async function inOrder<Value>(
  runs: readonly (() => Promise<Value>)[],
  concurrency: number,
  {
    take,
    progress,
    signal,
  }: { take: (value: Value) => void; progress?: (done: number) => void; signal?: AbortSignal | undefined },
): Promise<void> {
  const results: Value[] = []
  let next = 0
  let taken = 0
  let done = 0
  const work = async (): Promise<void> => {
    for (let at = next++; !signal?.aborted; at = next++) {
      const run = runs[at]
      if (run === undefined) return
      results[at] = await run()
      progress?.(++done)
      for (let ready = results[taken]; ready !== undefined; ready = results[++taken]) take(ready)
    }
  }
  await Promise.all(Array.from({ length: Math.min(concurrency, runs.length) }, work))
}
