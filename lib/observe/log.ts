import { type Logger, pino } from 'pino'
import { kitSettings } from '../config/kit.ts'
import { logVersion } from './log-version.ts'
import { logWorker } from './log-worker.ts'
import { redactLine } from './redact.ts'
import { keepOutOfLogs, maskSecretValues } from './secret-values.ts'
import { writeLine } from './write-line.ts'

let root: Logger | undefined

/**
 * The process's logger: one JSON line per event on stdout, written at once, with the level that `LOG_LEVEL` sets.
 * Secrets are redacted in the finished line, so that nothing gets past: not a child's fields, not an error's.
 *
 * @example
 * logger().warn({ orderId }, 'an order cannot be decided yet')
 */
export function logger(): Logger {
  root ??= makeLogger()
  return root
}

function makeLogger(): Logger {
  const { LOG_LEVEL: level, LOG_PSEUDONYM_KEY: key } = kitSettings()
  if (key !== undefined) keepOutOfLogs(key)
  const version = logVersion()
  const worker = logWorker()
  return pino(
    {
      level,
      base: { ...(version === undefined ? {} : { version }), ...(worker === undefined ? {} : { worker }) },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: (line) => writeLine(`${maskSecretValues(redactLine(line))}\n`) },
  )
}
