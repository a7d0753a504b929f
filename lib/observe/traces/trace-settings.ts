import { config } from '../../config/config.ts'
import { ConfigError } from '../../config/config-error.ts'
import { recordDeclaration } from '../../config/registry.ts'
import type { Environment } from '../../config/source.ts'
import type { Settings } from '../../config/variable.ts'
import { traceVariables } from './trace-variables.ts'

export type TraceSettings = Settings<ReturnType<typeof traceVariables>>

/**
 * Reads what OpenTelemetry's standard variables say of traces. They are off without an endpoint to export to, with
 * `OTEL_SDK_DISABLED=true`, and with `OTEL_TRACES_EXPORTER=none`: then none of the other variables is looked at.
 *
 * @returns undefined where traces are off
 * @throws ConfigError with every fault
 * @example
 * readTraceSettings({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318' })?.OTEL_TRACES_SAMPLER // 'parentbased_always_on'
 */
export function readTraceSettings(env: Environment = process.env): TraceSettings | undefined {
  const variables = traceVariables(env)
  if (!areTracesOn(env)) {
    recordDeclaration({ service: 'traces', schema: variables, faults: [] })
    return undefined
  }
  const settings = config('traces', variables, env)
  const { OTEL_BSP_MAX_EXPORT_BATCH_SIZE: batch, OTEL_BSP_MAX_QUEUE_SIZE: queue } = settings
  if (batch > queue) {
    const message = `must be at most OTEL_BSP_MAX_QUEUE_SIZE, which is ${queue}, is ${batch}`
    throw new ConfigError([{ variable: 'OTEL_BSP_MAX_EXPORT_BATCH_SIZE', message }])
  }
  return settings
}

/** Whether an environment asks for traces: also looked at while packaging functions. */
export function areTracesOn(env: Environment): boolean {
  const { OTEL_SDK_DISABLED: disabled, OTEL_TRACES_EXPORTER: exporter } = env
  if (/^\s*(?:true|on|1)\s*$/i.test(disabled ?? '') || exporter?.trim() === 'none') return false
  return Boolean(env.OTEL_EXPORTER_OTLP_ENDPOINT || env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT)
}
