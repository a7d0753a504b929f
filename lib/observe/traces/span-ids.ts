import { type IdGenerator, RandomIdGenerator } from '@opentelemetry/sdk-trace'

interface Ids {
  traceId: string
  spanId: string
}

/** Makes spans that have their ids already: those that logs and headers have told of. */
export interface SpanIds {
  generator: IdGenerator
  /** Gives the span that `make` makes these ids. */
  use: <Made>(ids: Ids, make: () => Made) => Made
}

export function createSpanIds(): SpanIds {
  const random = new RandomIdGenerator()
  let wanted: Ids | undefined
  return {
    generator: {
      generateTraceId: () => wanted?.traceId ?? random.generateTraceId(),
      generateSpanId: () => wanted?.spanId ?? random.generateSpanId(),
    },
    use(ids, make) {
      wanted = ids
      try {
        return make()
      } finally {
        wanted = undefined
      }
    },
  }
}
