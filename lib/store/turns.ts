/** Lets work on the same key go one after the other. */
export interface Turns {
  take: <Result>(key: string, work: () => Promise<Result>) => Promise<Result>
}

/** Milliseconds after which somebody begins although whoever was before is not done: it may hang. */
const patience = 500

/**
 * Makes turns for the keys of one collection; a key is known only while somebody works on it or waits.
 *
 * Turns save work and keep nothing safe: whoever needs to be alone writes conditionally.
 *
 * @example
 * const turns = createTurns()
 * await Promise.all([turns.take('a', first), turns.take('a', second), turns.take('b', third)])
 */
export function createTurns(): Turns {
  const last = new Map<string, Promise<unknown>>()
  return {
    take: (key, work) => {
      const before = last.get(key)
      const result = before === undefined ? work() : orPatience(before).then(work)
      const leave = (): void => {
        if (last.get(key) === done) last.delete(key)
      }
      // Whether it went well is no matter of whoever comes next.
      const done: Promise<void> = result.then(leave, leave)
      last.set(key, done)
      return result
    },
  }
}

async function orPatience(before: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const enough = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, patience)
  })
  await Promise.race([before, enough])
  clearTimeout(timer)
}
