import type { Level } from './rules.ts'

/** By how much a version has to rise (semver.org 2.0.0, sections 6 to 8). */
export type Bump = 'major' | 'minor' | 'patch' | 'none'

const order = ['none', 'patch', 'minor', 'major'] as const

const bumps: Record<Level, Bump> = { breaking: 'major', additive: 'minor', documentation: 'patch' }

/** The rise that changes of these levels ask for. */
export const bumpFor = (levels: readonly Level[]): Bump => largest(levels.map((level) => bumps[level]))

/** The largest of several rises. */
export const largest = (all: readonly Bump[]): Bump => order.findLast((bump) => all.includes(bump)) ?? 'none'

/**
 * Whether a version announces that it breaks with another: its first number that is not zero has risen, as it has in
 * `2.0.0` after `1.4.2`, and in `0.3.0` after `0.2.7`.
 */
export function announcesBreak(before: string, after: string): boolean {
  const [old, fresh] = [before, after].map((version) =>
    (/^\d+(?:\.\d+)*/.exec(version)?.[0] ?? '').split('.').map(Number),
  )
  const first = (old ?? []).findIndex((number) => number > 0)
  const leading = first < 0 ? (old?.length ?? 1) - 1 : first
  for (let index = 0; index <= leading; index++) {
    const risen = (fresh?.[index] ?? 0) - (old?.[index] ?? 0)
    if (risen !== 0) return risen > 0
  }
  return false
}
