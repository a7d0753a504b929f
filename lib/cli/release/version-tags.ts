import semver from 'semver'
import { CommandError } from '../failure.ts'
import { type Git, notPossible } from './git.ts'

/** A tag that names a version: `v1.4.0`, `v1.5.0-rc.1`. */
export interface VersionTag {
  name: string
  version: string
  /** The commit that it stands at, in full. */
  commit: string
}

/**
 * The tags that name a version (semver.org, without build metadata), the highest first.
 *
 * @param which all of them, or those that lead to HEAD
 */
export async function readVersionTags(git: Git, which: 'all' | 'reachable'): Promise<VersionTag[]> {
  const filter = which === 'all' ? [] : ['--merged', 'HEAD']
  const format = '--format=%(refname:strip=2) %(if)%(*objectname)%(then)%(*objectname)%(else)%(objectname)%(end)'
  const lines = (await git('tag', '--list', 'v*', ...filter, format)).split('\n')
  return lines
    .flatMap((line) => {
      const [name = '', commit = ''] = line.split(' ')
      const version = name.slice(1)
      return semver.parse(version)?.version === version ? [{ name, version, commit }] : []
    })
    .sort((one, other) => semver.rcompare(one.version, other.version))
}

/**
 * The last release that HEAD comes after: the highest version tag that leads to it and is no prerelease.
 *
 * @returns undefined where there is none yet
 * @throws {@link CommandError} where a shallow clone cannot know
 */
export async function findLastRelease(git: Git): Promise<VersionTag | undefined> {
  const tags = await readVersionTags(git, 'reachable')
  const last = tags.find(({ version }) => semver.prerelease(version) === null)
  if (last === undefined && (await isShallow(git)))
    throw new CommandError(
      'This clone is shallow and has no release tag, so the last release is not known here.\n' +
        'Get the history: git fetch --tags --unshallow',
      notPossible,
    )
  return last
}

export const isShallow = async (git: Git): Promise<boolean> =>
  (await git('rev-parse', '--is-shallow-repository')).trim() === 'true'
