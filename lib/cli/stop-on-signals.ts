/** What a process ends with where it was called off: 128 and the number of the signal, as shells say it. */
const codes: Readonly<Record<string, number>> = { SIGINT: 130, EPIPE: 141, SIGTERM: 143 }

/** The exit code of what was called off for a reason of `stopOnSignals`. */
export const calledOffCode = ({ reason }: AbortSignal): number | undefined => codes[String(reason)]

/**
 * Calls off what is under way, by SIGINT or SIGTERM, or when nobody reads on what is printed. A second signal ends the
 * process at once.
 */
export function stopOnSignals(): AbortSignal {
  const stop = new AbortController()
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    stop.abort(error.code)
  })
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort(name))
  return stop.signal
}
