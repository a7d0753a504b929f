import { onStoreAccess } from '../../store/observed-driver.ts'
import { recordDuration } from './durations.ts'
import { addSpread, addValue, type Family, type Spread, type Value } from './family.ts'
import type { LabelsOf } from './metric-table.ts'
import { remember } from './remember.ts'

/**
 * Counts and times every access to the store from now on.
 *
 * @returns what has been counted
 */
export function countStoreAccesses(): () => Family[] {
  const counts: Value[] = []
  const spreads: Spread[] = []
  const seriesOf = remember((collection: string, action: string, outcome: string) => {
    const labels: LabelsOf<'twelvefold_store_accesses_total' | 'twelvefold_store_access_duration_seconds'> = {
      collection,
      action,
      outcome,
    }
    return { count: addValue(counts, labels), durations: addSpread(spreads, labels) }
  })

  onStoreAccess(({ collection, action, outcome, durationMs }) => {
    const { count, durations } = seriesOf(collection, action, outcome)
    count.value++
    recordDuration(durations, durationMs)
  })
  return () => [
    { name: 'twelvefold_store_accesses_total', series: counts },
    { name: 'twelvefold_store_access_duration_seconds', series: spreads },
  ]
}
