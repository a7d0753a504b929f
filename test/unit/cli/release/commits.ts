import type { Commit } from '../../../../lib/cli/release/read-commits.ts'
import { type WeighedCommit, weighCommit } from '../../../../lib/cli/release/weigh-commit.ts'

/** A commit with this message. */
export const toCommit = (message: string, { hash = 'a1b2c3d'.padEnd(40, '0'), isMerge = false } = {}): Commit => ({
  hash,
  short: hash.slice(0, 7),
  isMerge,
  message,
})

/** What it says of itself. */
export const weigh = (message: string, about: { hash?: string; isMerge?: boolean } = {}): WeighedCommit =>
  weighCommit(toCommit(message, about))
