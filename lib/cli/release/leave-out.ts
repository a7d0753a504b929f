import type { VersionTag } from './version-tags.ts'
import type { WeighedCommit } from './weigh-commit.ts'

/**
 * Leaves out what users need not read: the commits of releases, merges that say nothing themselves, and what was taken
 * back again, with what took it back.
 *
 * @param commits the newest first
 * @param tags the releases
 */
export function leaveOut(commits: readonly WeighedCommit[], tags: readonly VersionTag[]): WeighedCommit[] {
  const released = new Map(tags.map(({ name, commit }) => [commit, name]))
  const isRelease = ({ hash, message }: WeighedCommit): boolean => message.split('\n', 1)[0] === released.get(hash)
  const isEmptyMerge = ({ isMerge, kind, message }: WeighedCommit): boolean =>
    isMerge && kind === 'other' && message.startsWith('Merge ')
  const gone = findTakenBack(commits)
  return commits.filter((commit) => !gone.has(commit.hash) && !isRelease(commit) && !isEmptyMerge(commit))
}

/** From the newest on, so that what takes back a taking back leaves the first commit where it was. */
function findTakenBack(commits: readonly WeighedCommit[]): Set<string> {
  const gone = new Set<string>()
  for (const { hash, reverts } of commits) {
    if (reverts === undefined || gone.has(hash)) continue
    const taken = commits.find((other) => other.hash.startsWith(reverts))
    if (taken !== undefined) gone.add(hash).add(taken.hash)
  }
  return gone
}
