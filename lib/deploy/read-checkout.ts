import { execFileSync } from 'node:child_process'
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

/**
 * Looks at the work tree. `VERSION`, where it is set, is the version. Outside of a git checkout it is that of
 * `package.json`, and there is no tag.
 */
export function readCheckout(project: Project, env: NodeJS.ProcessEnv = process.env): Checkout {
  const git = (...args: string[]): string | undefined => {
    try {
      const stdio: ['ignore', 'pipe', 'ignore'] = ['ignore', 'pipe', 'ignore']
      return execFileSync('git', args, { cwd: project.root, encoding: 'utf8', stdio }).trimEnd()
    } catch {
      return undefined
    }
  }
  const described = git('describe', '--tags', '--always', '--match', 'v[0-9]*', '--match', '[0-9]*')?.replace(
    /^v(?=\d)/,
    '',
  )
  const changed = (git('status', '--porcelain') ?? '')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.slice(3))
  const counted = described === undefined || changed.length === 0 ? described : `${described}-dirty`
  return {
    version: env.VERSION || counted || readRelease(project).version,
    tag: git('tag', '--points-at', 'HEAD')?.split('\n').find(isVersion),
    changed,
  }
}
