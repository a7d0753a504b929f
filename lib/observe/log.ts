import { type Logger, pino } from 'pino'
import { kitSettings } from '../config/kit.ts'

let root: Logger | undefined

/** The process's logger: one JSON line per event on stdout, written at once, with the level that `LOG_LEVEL` sets. */
export function logger(): Logger {
  root ??= pino(
    {
      level: kitSettings().LOG_LEVEL,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    pino.destination({ fd: 1, sync: true }),
  )
  return root
}
