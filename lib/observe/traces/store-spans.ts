import { SpanKind } from '@opentelemetry/api'
import { onStoreAccess, type StoreAccess } from '../../store/observed-driver.ts'
import { errorTypeOf, toException } from './recorded-error.ts'
import { recordWork, type SpanMaker } from './span-maker.ts'

/**
 * Makes a span of each access to the store that a request or a job has needed. What a process does for itself, such as
 * filling its store with demo data, belongs to no trace.
 *
 * @returns what ends it
 */
export function traceStore(maker: SpanMaker): () => void {
  return onStoreAccess((access) => {
    if (access.trace?.sampled) record(maker, access, access.trace)
  })
}

function record(maker: SpanMaker, access: StoreAccess, trace: NonNullable<StoreAccess['trace']>): void {
  const { system, isRemote, collection, action, outcome, error, startedAt, durationMs } = access
  const failed = outcome === 'failed'
  recordWork(maker, {
    name: `${action} ${collection}`,
    // The embedded store is part of the process (semantic conventions for database spans).
    kind: isRemote ? SpanKind.CLIENT : SpanKind.INTERNAL,
    attributes: {
      'db.system.name': system,
      'db.operation.name': action,
      'db.collection.name': collection,
      ...(outcome === 'conflict' ? { 'twelvefold.store.conflict': true } : {}),
      ...(failed ? { 'error.type': errorTypeOf(error) } : {}),
    },
    startedAt,
    durationMs,
    trace,
    ...(failed ? { failed: { exception: toException(error) } } : {}),
  })
}
