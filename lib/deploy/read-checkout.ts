import { askGit } from '../contract/ask-git.ts'
import type { Project } from '../contract/project.ts'
import { readRelease } from '../contract/release.ts'

/** What the work tree is that is about to be deployed. */
export interface Checkout {
  /** `1.4.0` at the tag `v1.4.0`, `1.4.0-3-g5a52cfa` three commits after it; it ends with `-dirty` where files differ. */
  version: string
  /** The tag of a version that the commit has. */
  tag: string | undefined
  /** The files that are not as they were committed, those that git does not know included. */
  changed: readonly string[]
}

/** A tag that is a version; what comes behind it may be a pre-release. */
const isVersion = (tag: string): boolean => /^v?\d+\.\d+\.\d+(?:[-+].*)?$/.test(tag)

/** The same for git: neither `v1`, which some move along, nor a date is one. */
const versions = '[0-9]*.[0-9]*.[0-9]*'

const withoutV = (tag: string): string => tag.replace(/^v(?=\d)/, '')

/** Settings of whoever calls it that change what git prints. */
const plainly = ['-c', 'column.ui=never', '-c', 'color.ui=never', '-c', 'core.quotePath=false']

/**
 * Looks at the work tree. `VERSION`, where it is set, is the version. Outside of a git checkout it is that of
 * `package.json`, and there is no tag.
 */
export function readCheckout(project: Project, env: NodeJS.ProcessEnv = process.env): Checkout {
  const git = (...args: string[]): string | undefined => askGit(project.root, ...plainly, ...args)
  const tag = git('tag', '--points-at', 'HEAD')?.split('\n').find(isVersion)
  const described = tag ?? git('describe', '--tags', '--always', '--match', `v${versions}`, '--match', versions)
  const changed = (git('status', '--porcelain', '--untracked-files=normal') ?? '')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.slice(3))
  const own = described === undefined ? readRelease(project).version : withoutV(described)
  return {
    version: env.VERSION || (changed.length === 0 ? own : `${own}-dirty`),
    tag,
    changed,
  }
}
