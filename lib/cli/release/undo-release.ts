import { CommandError } from '../failure.ts'
import { ask, type Git, GitError, notPossible } from './git.ts'
import { readVersionTags } from './version-tags.ts'

/**
 * Takes the release back that HEAD is: the tag and the commit go. Not where somebody may have it already.
 *
 * @returns the tag that is gone
 * @throws {@link CommandError} where HEAD is no release, or it was pushed, or that cannot be told
 */
export async function undoRelease(git: Git): Promise<string> {
  const [head, subject] = (await git('log', '-1', '--no-show-signature', '--format=%H%n%s')).split('\n')
  const tags = (await readVersionTags(git, 'reachable')).filter(({ commit }) => commit === head)
  const own = tags.find(({ name }) => name === subject)
  if (own === undefined) throw refuse('HEAD is no release: no version tag stands there that the commit is called by.')
  const branches = (await git('branch', '--remotes', '--contains', 'HEAD', '--format=%(refname:short)')).trim()
  if (branches !== '') throw refuse(`${own.name} was pushed: ${branches.split('\n').join(', ')} has it. ${advice}`)
  await refusePushedTag(git, own.name)
  if ((await ask(git, 'rev-parse', '--verify', '--quiet', 'HEAD^')) === undefined)
    throw refuse('There is no commit before it to go back to.')
  try {
    await git('reset', '--quiet', '--keep', 'HEAD^')
  } catch (error) {
    if (!(error instanceof GitError)) throw error
    throw refuse(`Files of the release have changed since: ${error.message}`)
  }
  await git('tag', '--delete', own.name)
  return own.name
}

const advice = 'Who has it keeps it: release again instead, with what was wrong put right.'

const refuse = (said: string): CommandError => new CommandError(`Nothing is undone. ${said}`, notPossible)

/** A tag may have been pushed by itself, and only the remotes know. */
async function refusePushedTag(git: Git, tag: string): Promise<void> {
  for (const remote of (await git('remote')).split('\n').filter((name) => name !== '')) {
    const found = await ask(git, 'ls-remote', remote, `refs/tags/${tag}`)
    if (found === undefined)
      throw refuse(
        `${remote} cannot be asked whether it has ${tag}. If you know that it has not: git reset --keep HEAD^ && git tag -d ${tag}`,
      )
    if (found !== '') throw refuse(`${tag} was pushed: ${remote} has it. ${advice}`)
  }
}
