import type { VersionTag } from './version-tags.ts'
import type { WeighedCommit } from './weigh-commit.ts'

/**
 * Leaves out what users need not read: the commits of releases, merges that say nothing themselves, and what was taken
 * back again, with what took it back; of a merge also what it brought.
 *
 * @param commits the newest first
 * @param tags the releases
 */
export function leaveOut(commits: readonly WeighedCommit[], tags: readonly VersionTag[]): WeighedCommit[] {
  const released = new Map(tags.map(({ name, commit }) => [commit, name]))
  const isRelease = ({ hash, message }: WeighedCommit): boolean => message.split('\n', 1)[0] === released.get(hash)
  const isEmptyMerge = ({ parents, kind, message }: WeighedCommit): boolean =>
    parents.length > 1 && kind === 'other' && message.startsWith('Merge ')
  const gone = findTakenBack(commits)
  return commits.filter((commit) => !gone.has(commit.hash) && !isRelease(commit) && !isEmptyMerge(commit))
}

/** From the newest on, so that what takes back a taking back leaves the first commit where it was. */
function findTakenBack(commits: readonly WeighedCommit[]): Set<string> {
  const gone = new Set<string>()
  for (const { hash, reverts } of commits) {
    if (reverts === undefined || gone.has(hash)) continue
    const taken = commits.find((other) => other.hash.startsWith(reverts))
    if (taken === undefined) continue
    gone.add(hash).add(taken.hash)
    for (const brought of findBrought(taken, commits)) gone.add(brought)
  }
  return gone
}

/** What came by a merge, and was not there before. */
function findBrought({ parents: [main = '', ...others] }: WeighedCommit, commits: readonly WeighedCommit[]): string[] {
  const before = findBehind([main], commits)
  return [...findBehind(others, commits)].filter((hash) => !before.has(hash))
}

/** Those commits and all that they come after. */
function findBehind(from: readonly string[], commits: readonly WeighedCommit[]): Set<string> {
  const parentsOf = new Map(commits.map(({ hash, parents }) => [hash, parents]))
  const found = new Set<string>()
  const left = [...from]
  for (let hash = left.pop(); hash !== undefined; hash = left.pop()) {
    const parents = parentsOf.get(hash)
    if (parents === undefined || found.has(hash)) continue
    found.add(hash)
    left.push(...parents)
  }
  return found
}
