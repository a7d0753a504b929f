import type { Commit } from '../../../../lib/cli/release/read-commits.ts'
import { type WeighedCommit, weighCommit } from '../../../../lib/cli/release/weigh-commit.ts'

/** A commit with this message. */
export const toCommit = (
  message: string,
  { hash = 'a1b2c3d'.padEnd(40, '0'), isMerge = false, parents = isMerge ? ['1', '2'] : ['1'] }: About = {},
): Commit => ({ hash, short: hash.slice(0, 7), parents, message })

interface About {
  hash?: string
  isMerge?: boolean
  parents?: string[]
}

/** What it says of itself. */
export const weigh = (message: string, about: About = {}): WeighedCommit => weighCommit(toCommit(message, about))
