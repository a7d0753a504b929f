import { toColumns } from '../../lib/cli/columns.ts'

/** What the tests came to on one version. */
export interface Result {
  version: string
  passed: number
  failed: number
  skipped: number
  seconds: number
  /** Whether nothing failed, neither a test nor what ran them. */
  ok: boolean
}

export function printResults(results: readonly Result[]): string {
  return toColumns(
    ['NODE', 'PASSED', 'FAILED', 'SKIPPED', 'SECONDS', ''],
    results.map(({ version, passed, failed, skipped, seconds, ok }) => [
      version,
      ...[passed, failed, skipped, seconds].map((value) => Math.round(value).toLocaleString('en-US')),
      ok ? 'all right' : 'FAILED',
    ]),
  )
}
