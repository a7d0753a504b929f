/** A line that tells how far long work has come: on a terminal only, and gone when it is done. */
export interface Progress {
  update: (done: number) => void
  end: () => void
}

const width = 24
/** How often the line is written again, in ms. */
const pace = 100

/**
 * @param total undefined where it is not known
 * @param unit what is counted: documents, say, or bytes
 * @example
 * const progress = showProgress('products', 200)
 * progress.update(50) // products [██████                  ] 50 of 200
 */
export function showProgress(
  what: string,
  total: number | undefined,
  unit: 'count' | 'bytes' = 'count',
  stream: NodeJS.WriteStream = process.stderr,
): Progress {
  const say = (amount: number): string => (unit === 'bytes' ? `${(amount / 1e6).toFixed(1)} MB` : String(amount))
  let last = 0
  const write = (done: number): void => {
    const filled = total ? Math.round((Math.min(done, total) / total) * width) : 0
    const bar = total
      ? ` [${'█'.repeat(filled)}${' '.repeat(width - filled)}] ${say(done)} of ${say(total)}`
      : ` ${say(done)}`
    stream.write(`\r\u001b[K${what}${bar}`)
  }
  return {
    update: (done) => {
      if (!stream.isTTY || Date.now() - last < pace) return
      last = Date.now()
      write(done)
    },
    end: () => {
      if (stream.isTTY) stream.write('\r\u001b[K')
    },
  }
}
