import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { CommandError } from '../failure.ts'
import { type Git, notPossible } from './git.ts'
import { isShallow, type VersionTag } from './version-tags.ts'

/** A commit as git has it. */
export interface Commit {
  hash: string
  /** As short as git writes it in this repository. */
  short: string
  /** In full; more than one of a merge, the first of them is where it was made. */
  parents: readonly string[]
  message: string
}

const separator = '\0'

/**
 * The commits since a release, the newest first; all of them where there was none.
 *
 * @param root from where git's paths are
 * @throws {@link CommandError} where a shallow clone lacks some of them
 */
export async function readCommits(git: Git, root: string, since: VersionTag | undefined): Promise<Commit[]> {
  const range = since === undefined ? 'HEAD' : `refs/tags/${since.name}..HEAD`
  const format = '--format=%H%x00%h%x00%P%x00%B'
  const config = ['-c', 'log.showSignature=false', '-c', 'i18n.logOutputEncoding=UTF-8']
  const fields = (await git(...config, 'log', '-z', '--no-color', '--no-notes', format, range, '--')).split(separator)
  const commits: Commit[] = []
  for (let index = 0; index + 3 < fields.length; index += 4) {
    const [hash = '', short = '', parents = '', message = ''] = fields.slice(index, index + 4)
    commits.push({ hash, short, parents: parents.split(' '), message: message.trim() })
  }
  await refuseCutHistory(git, root, commits)
  return commits
}

/** Where a clone is cut, commits and their parents are missing without a word. */
async function refuseCutHistory(git: Git, root: string, commits: readonly Commit[]): Promise<void> {
  if (!(await isShallow(git))) return
  const file = resolve(root, (await git('rev-parse', '--git-path', 'shallow')).trim())
  const cut = new Set(readFileSync(file, 'utf8').split('\n'))
  if (commits.some(({ hash }) => cut.has(hash)))
    throw new CommandError(
      'This clone is shallow: some commits since the last release are missing.\nGet them: git fetch --tags --unshallow',
      notPossible,
    )
}
