import { context as contextApi, DiagLogLevel, diag, propagation, trace as traceApi } from '@opentelemetry/api'
import { setGlobalErrorHandler, W3CTraceContextPropagator } from '@opentelemetry/core'
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import { followTraces } from '../current-trace.ts'
import { logger } from '../log.ts'
import { keepOutOfLogs } from '../secret-values.ts'
import { decideSampling } from '../trace-context.ts'
import { traceCalls } from './client-spans.ts'
import { createContextManager } from './context-manager.ts'
import { createExportWarnings } from './export-warnings.ts'
import { createExporter } from './exporter.ts'
import { traceJobs } from './job-spans.ts'
import { readPairs } from './pairs.ts'
import { describeProcess } from './resource.ts'
import { createSampler, toRule } from './sampling.ts'
import { traceRequests } from './server-spans.ts'
import { createSpanIds } from './span-ids.ts'
import { traceStore } from './store-spans.ts'
import type { TraceSettings } from './trace-settings.ts'

/** Spans being made and exported. */
export interface Exporting {
  /** Exports what has waited. Settles once that is done, or has failed. */
  flush: () => Promise<void>
  /** The same, and makes no further span. */
  stop: () => Promise<void>
  /** Whether exports have failed of late. */
  isFailing: () => boolean
}

/**
 * Registers the SDK of OpenTelemetry in this process and lets it make spans of requests, calls, accesses to the store
 * and jobs. This module and what it imports is loaded only where traces are on.
 *
 * @param name what the process is called, unless a variable says so
 * @returns undefined where another SDK is registered already: then it is the one that traces
 */
export async function startExporting(name: string, settings: TraceSettings): Promise<Exporting | undefined> {
  const { OTEL_EXPORTER_OTLP_HEADERS, OTEL_EXPORTER_OTLP_TRACES_HEADERS } = settings
  for (const pairs of [OTEL_EXPORTER_OTLP_HEADERS, OTEL_EXPORTER_OTLP_TRACES_HEADERS])
    for (const value of Object.values(readPairs(pairs ?? '') ?? {})) keepOutOfLogs(value)

  const collector = settings.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? settings.OTEL_EXPORTER_OTLP_ENDPOINT ?? ''
  const warnings = createExportWarnings(collector)
  const exporter = await createExporter(settings, warnings)
  const processor = new BatchSpanProcessor({
    exporter,
    scheduledDelayMillis: settings.OTEL_BSP_SCHEDULE_DELAY,
    exportTimeoutMillis: settings.OTEL_BSP_EXPORT_TIMEOUT,
    maxQueueSize: settings.OTEL_BSP_MAX_QUEUE_SIZE,
    maxExportBatchSize: settings.OTEL_BSP_MAX_EXPORT_BATCH_SIZE,
  })
  const sampler = createSampler(settings)
  const ids = createSpanIds()
  const resource = describeProcess(name, settings)
  const provider = new TracerProvider({ resource, sampler, idGenerator: ids.generator, spanProcessors: [processor] })

  const isRegistered = contextApi.setGlobalContextManager(createContextManager())
  if (!isRegistered || !traceApi.setGlobalTracerProvider(provider)) {
    if (isRegistered) contextApi.disable()
    logger().warn('Another OpenTelemetry SDK is registered in this process: traces are left to it')
    return undefined
  }
  propagation.setGlobalPropagator(new W3CTraceContextPropagator())
  // Each warning of the SDK's is about spans that were lost.
  const tell = (reason: unknown): void => warnings.warn(reason, 0)
  const ignore = (): void => undefined
  diag.setLogger(
    { error: tell, warn: tell, info: ignore, debug: ignore, verbose: ignore },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  )
  setGlobalErrorHandler(tell)
  if (settings.OTEL_PROPAGATORS?.includes('baggage'))
    logger().warn('OTEL_PROPAGATORS names baggage, which is not passed on')

  followTraces()
  decideSampling(toRule(sampler, settings.OTEL_TRACES_SAMPLER.startsWith('parentbased_')))
  const maker = { tracer: provider.getTracer('twelvefold'), ids }
  const stops = [traceRequests, traceCalls, traceStore, traceJobs].map((start) => start(maker))

  const flush = async (): Promise<void> => {
    await processor.forceFlush().catch(ignore)
    await exporter.forceFlush?.()
  }
  return {
    flush,
    async stop() {
      for (const stop of stops) stop()
      decideSampling(undefined)
      await flush()
      await provider.shutdown().catch(ignore)
      for (const api of [traceApi, contextApi, propagation, diag]) api.disable()
    },
    isFailing: () => warnings.isFailing,
  }
}
