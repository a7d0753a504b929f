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
  const [old, fresh] = [numbersOf(before), numbersOf(after)]
  if (old.length === 0 || fresh.length === 0) return false
  for (let index = 0; index <= leadingOf(old); index++) {
    const risen = (fresh[index] ?? 0) - (old[index] ?? 0)
    if (risen !== 0) return risen > 0
  }
  return false
}

/**
 * The first version after another that announces a break.
 *
 * @returns undefined where the other one has no numbers
 * @example
 * nextMajor('1.4.2') // '2.0.0'
 */
export function nextMajor(version: string): string | undefined {
  const numbers = numbersOf(version)
  if (numbers.length === 0) return undefined
  const leading = leadingOf(numbers)
  const risen = numbers.map((number, index) => (index < leading ? number : index === leading ? number + 1 : 0))
  return `${/^v/i.exec(version)?.[0] ?? ''}${risen.join('.')}`
}

/** The numbers of `1.4.2`, of `v1`, of `2.0.0-rc.1`. */
const numbersOf = (version: string): number[] =>
  (/^v?(\d+(?:\.\d+)*)/i.exec(version)?.[1]?.split('.') ?? []).map(Number)

/** Which number is the major one: the first that is not zero, or the last. */
function leadingOf(numbers: readonly number[]): number {
  const first = numbers.findIndex((number) => number > 0)
  return first < 0 ? numbers.length - 1 : first
}
