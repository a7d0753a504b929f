import { isatty } from 'node:tty'

const standardStreams = [0, 1, 2]

/**
 * Looks whether this process has a terminal, to know later why a SIGHUP comes: a terminal that is closed sends one to
 * whatever runs in it, and nobody is left who could stop that.
 *
 * @returns whether the terminal that was there is gone
 */
export function watchTerminal(): () => boolean {
  const terminals = standardStreams.filter((stream) => isatty(stream))
  return () => terminals.length > 0 && !terminals.some((stream) => isatty(stream))
}
