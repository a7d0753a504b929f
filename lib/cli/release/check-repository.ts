import { ask, type Git, holds } from './git.ts'

/** Where a release is to be made from. */
export interface Standing {
  /** The branch; undefined on a detached HEAD. */
  branch: string | undefined
  /** Why no release can be made here; empty where it can. */
  refusals: string[]
}

export interface Demands {
  /** The only branch that is released from (default: the main one). */
  branch?: string | undefined
  /** Whether a commit of that branch will do that is checked out by itself. */
  allowsDetached: boolean
  /** The tag that is to be set. */
  tag: string
}

/** Looks at everything that a release needs of a repository, so that all that is missing is told at once. Nothing is changed. */
export async function checkRepository(git: Git, demands: Demands): Promise<Standing> {
  const branch = await ask(git, 'symbolic-ref', '--short', '--quiet', 'HEAD')
  const main = demands.branch ?? (await findMainBranch(git))
  const refusals = [
    await refuseUnfinished(git),
    await refuseDirty(git),
    branch === undefined ? await refuseDetached(git, main, demands.allowsDetached) : refuseOther(branch, main),
    branch === undefined ? undefined : await refuseBehind(git),
    await refuseTag(git, demands.tag),
  ]
  return { branch, refusals: refusals.filter((refusal) => refusal !== undefined) }
}

/** What the remote takes for it, where that is known; else `main`, or `master` where there is only that. */
async function findMainBranch(git: Git): Promise<string> {
  const remote = await ask(git, 'symbolic-ref', '--short', '--quiet', 'refs/remotes/origin/HEAD')
  if (remote !== undefined) return remote.replace(/^origin\//, '')
  const hasBranch = (name: string): Promise<boolean> =>
    holds(git, 'rev-parse', '--verify', '--quiet', `refs/heads/${name}`)
  return !(await hasBranch('main')) && (await hasBranch('master')) ? 'master' : 'main'
}

/** A commit now would be the end of what was begun. */
async function refuseUnfinished(git: Git): Promise<string | undefined> {
  for (const [ref, what] of [
    ['MERGE_HEAD', 'merge'],
    ['CHERRY_PICK_HEAD', 'cherry-pick'],
    ['REVERT_HEAD', 'revert'],
  ] as const)
    if (await holds(git, 'rev-parse', '--verify', '--quiet', ref))
      return `A ${what} is under way: end it (git ${what} --continue) or call it off (git ${what} --abort).`
  return undefined
}

const mostShown = 10

/** Files that git does not know are often such as somebody forgot: the release would lack them. */
async function refuseDirty(git: Git): Promise<string | undefined> {
  const status = await git('status', '--porcelain', '-z', '--no-renames', '--untracked-files=normal')
  const lines = status.split('\0').filter((line) => line !== '')
  if (lines.length === 0) return undefined
  const rest = lines.length > mostShown ? [`  and ${lines.length - mostShown} more`] : []
  const shown = lines.slice(0, mostShown).map((line) => `  ${line}`)
  return [
    'The work tree is not clean. Commit what belongs to the release, put the rest away (git stash -u, .gitignore):',
    ...shown,
    ...rest,
  ].join('\n')
}

const refuseOther = (branch: string, main: string): string | undefined =>
  branch === main
    ? undefined
    : `This is the branch ${branch}; releases are made from ${main}. (--branch ${branch} says otherwise.)`

async function refuseDetached(git: Git, main: string, isAllowed: boolean): Promise<string | undefined> {
  if (!isAllowed)
    return `HEAD is detached, so a release would be on no branch: git switch ${main}. (--pre makes a prerelease of a commit that is checked out by itself.)`
  for (const ref of [`refs/heads/${main}`, `refs/remotes/origin/${main}`])
    if (await holds(git, 'merge-base', '--is-ancestor', 'HEAD', ref)) return undefined
  return `HEAD is detached, at a commit that is not of ${main}. (--branch names another branch.)`
}

/** As far as is known here: nothing is fetched. */
async function refuseBehind(git: Git): Promise<string | undefined> {
  const upstream = await ask(git, 'rev-parse', '--abbrev-ref', '--symbolic-full-name', '@{upstream}')
  const behind = upstream === undefined ? '0' : await ask(git, 'rev-list', '--count', 'HEAD..@{upstream}')
  if (behind === undefined || behind === '0') return undefined
  return `This branch is ${behind} ${behind === '1' ? 'commit' : 'commits'} behind ${upstream}, so it could not be pushed: git pull --rebase`
}

async function refuseTag(git: Git, tag: string): Promise<string | undefined> {
  const commit = await ask(git, 'rev-parse', '--verify', '--quiet', '--short', `refs/tags/${tag}^{commit}`)
  if (commit === undefined) return undefined
  const here = await holds(git, 'merge-base', '--is-ancestor', `refs/tags/${tag}`, 'HEAD')
  const advice = here ? '' : `, which HEAD does not come after: bring it here (git merge ${tag}), or`
  return `The tag ${tag} is there already, at ${commit}${advice || '.'} ${here ? 'C' : 'c'}hoose another version with --version.`
}
