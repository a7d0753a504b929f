import type { SchemaObject } from '../contract/document.ts'
import { strictest } from './sample-schema.ts'

/** What a number of this name usually is; the first that fits. */
const usual: [name: RegExp, value: number][] = [
  [/lat(itude)?$/i, 52.52],
  [/(lng|lon|longitude)$/i, 13.405],
  [/(price|amount|cost|total|balance|fee)$/i, 19.99],
  [/(percent|percentage|ratio|rate|share|probability)$/i, 0.5],
  [/year$/i, 2026],
  [/age$/i, 36],
  [/port$/i, 8080],
  [/(limit|pageSize)$/i, 20],
  [/(rating|score|stars)$/i, 4],
  [/(statusCode|httpStatus)$/i, 200],
  [/(offset|index)$/i, 0],
]

/**
 * Numbers to try, the likeliest first: by name, then from the bounds inwards, in steps of `multipleOf`.
 *
 * @param parts the schema, flattened
 */
export function* numbers(parts: readonly SchemaObject[], name: string, integer: boolean): Generator<number> {
  const low = strictest(parts, 'minimum', Math.max)
  const high = strictest(parts, 'maximum', Math.min)
  const above = strictest(parts, 'exclusiveMinimum', Math.max)
  const below = strictest(parts, 'exclusiveMaximum', Math.min)
  const step = strictest(parts, 'multipleOf', Math.max) ?? 1
  const floor = Math.max(low ?? Number.NEGATIVE_INFINITY, above ?? Number.NEGATIVE_INFINITY)
  const ceiling = Math.min(high ?? Number.POSITIVE_INFINITY, below ?? Number.POSITIVE_INFINITY)
  const named = usual.find(([pattern]) => pattern.test(name))?.[1] ?? 1

  yield* series(named, step, integer)
  if (Number.isFinite(floor)) yield* series(Math.ceil(floor / step) * step, step, integer)
  if (Number.isFinite(ceiling)) yield* series(Math.floor(ceiling / step) * step, -step, integer)
  yield* series(0, step, integer)
  if (!integer) yield* series(0.5, step, integer)
  // Between bounds that are closer than a step, or wherever several multiples have to meet.
  if (Number.isFinite(floor) && Number.isFinite(ceiling)) {
    for (let part = 8; part > 0; part--) yield floor + ((ceiling - floor) * part) / 16
  }
  for (const { multipleOf } of parts)
    if (typeof multipleOf === 'number') yield* series(multipleOf * step, multipleOf * step, integer)
}

function* series(from: number, step: number, integer: boolean): Generator<number> {
  for (let at = 0; at < 150; at++) {
    // 0.1 * 3 is 0.30000000000000004, and nobody wrote that.
    const value = Number((from + at * step).toPrecision(15))
    yield (integer ? Math.round(value) : value) + 0
  }
}
