import type { Exporting } from './exporting.ts'
import { readTraceSettings } from './trace-settings.ts'

let exporting: Promise<Exporting | undefined> | undefined

/**
 * Makes spans and exports them from now on, where the environment asks for it; a second call does nothing. The SDK of
 * OpenTelemetry is loaded only then.
 *
 * @param name what the process is called in traces, unless `OTEL_SERVICE_NAME` says so
 * @throws ConfigError with every fault of the variables
 */
export async function startTraces(name: string): Promise<void> {
  exporting ??= start(name)
  await exporting
}

async function start(name: string): Promise<Exporting | undefined> {
  const settings = readTraceSettings()
  return settings && (await import('./exporting.ts')).startExporting(name, settings)
}

/**
 * Exports what waits to be exported, before a process is frozen or ends.
 *
 * @param patienceMs how long to wait for the collector. While it does not answer, nobody waits for it.
 */
export async function flushTraces(patienceMs: number): Promise<void> {
  const running = await exporting
  if (running === undefined) return
  if (running.isFailing()) void running.flush()
  else await within(patienceMs, running.flush())
}

/** Exports what waits to be exported, and makes no further span. */
export async function stopTraces(patienceMs: number): Promise<void> {
  const running = await exporting
  exporting = undefined
  if (running !== undefined) await within(patienceMs, running.stop())
}

async function within(patienceMs: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const tooLong = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, patienceMs)
  })
  await Promise.race([work, tooLong]).finally(() => clearTimeout(timer))
}
