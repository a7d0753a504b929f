/** Lets work on the same key go one after the other. */
export interface Turns {
  take: <Result>(key: string, work: () => Promise<Result>) => Promise<Result>
}

/** Milliseconds after its begin in which whoever is before should be done: it may hang. */
const patience = 500

interface Turn {
  begun: Promise<void>
  done: Promise<void>
}

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
  const last = new Map<string, Turn>()
  return {
    take: (key, work) => {
      const before = last.get(key)
      const begun = before === undefined ? Promise.resolve() : itsTurn(before)
      const result = before === undefined ? work() : begun.then(work)
      const leave = (): void => {
        if (last.get(key) === turn) last.delete(key)
      }
      // Whether it went well is no matter of whoever comes next.
      const turn: Turn = { begun, done: result.then(leave, leave) }
      last.set(key, turn)
      return result
    },
  }
}

/**
 * Settles when whoever is before is done, or has had its time. That counts from its own begin: counted from when they came,
 * all who wait would lose patience at once, and begin together.
 */
async function itsTurn({ begun, done }: Turn): Promise<void> {
  await begun
  let timer: NodeJS.Timeout | undefined
  const enough = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, patience)
  })
  await Promise.race([done, enough])
  clearTimeout(timer)
}
