import semver from 'semver'
import type { Bump } from '../../contract/diff/version.ts'

/** What is known when a version is decided. */
export interface Decision {
  /** The version of the last release; undefined before the first. */
  last: string | undefined
  /** The version in `package.json`. */
  written: string
  /** The rise that commits and contracts ask for. */
  asked: Bump
  /** Every version that is taken already. */
  taken: readonly string[]
  wish: Wish
}

/** What the user wants instead. */
export interface Wish {
  version?: string
  bump?: 'major' | 'minor' | 'patch'
  /** A prerelease with this word: `rc`. */
  pre?: string
}

/**
 * Decides the next version (semver.org). The first release is the version that `package.json` has. A version that is
 * written there already and is higher than what is asked for is taken as meant.
 *
 * @example
 * decideVersion({ last: '1.3.0', written: '1.3.0', asked: 'minor', taken: ['1.3.0'], wish: {} }) // '1.4.0'
 * decideVersion({ last: '1.3.0', written: '1.3.0', asked: 'minor', taken: ['1.3.0'], wish: { pre: 'rc' } }) // '1.4.0-rc.1'
 */
export function decideVersion({ last, written, asked, taken, wish }: Decision): string {
  if (wish.version !== undefined) return wish.version
  const core = decideCore(last, toCore(written), asked, wish.bump)
  return wish.pre === undefined ? core : `${core}-${wish.pre}.${nextNumber(`${core}-${wish.pre}.`, taken)}`
}

function decideCore(last: string | undefined, written: string, asked: Bump, bump: Wish['bump']): string {
  if (bump !== undefined) return raise(last ?? written, bump)
  if (last === undefined) return written
  const next = raiseBy(last, asked)
  return semver.gt(written, next) ? written : next
}

/** The version that a rise leads to; before 1.0.0 what breaks raises the second number. */
export const raiseBy = (version: string, bump: Bump): string =>
  raise(version, bump === 'major' && semver.major(version) === 0 ? 'minor' : bump)

function raise(version: string, bump: Bump): string {
  const { major, minor, patch } = new semver.SemVer(version)
  if (bump === 'major') return `${major + 1}.0.0`
  if (bump === 'minor') return `${major}.${minor + 1}.0`
  return bump === 'patch' ? `${major}.${minor}.${patch + 1}` : `${major}.${minor}.${patch}`
}

/** A version without what makes it a prerelease. */
export function toCore(version: string): string {
  const { major, minor, patch } = new semver.SemVer(version)
  return `${major}.${minor}.${patch}`
}

function nextNumber(prefix: string, taken: readonly string[]): number {
  const numbers = taken.filter((version) => version.startsWith(prefix)).map((version) => version.slice(prefix.length))
  return 1 + Math.max(0, ...numbers.filter((text) => /^\d+$/.test(text)).map(Number))
}
