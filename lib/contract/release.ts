import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Project } from './project.ts'

/** What is deployed: said by `/<service>/-/version`. */
export interface Release {
  version: string
  /** The commit in full, or `unknown` outside a git checkout. */
  commit: string
}

/** The version of `package.json` and the commit of the checkout: written into what is generated, so also into a build. */
export function readRelease(project: Project): Release {
  const { version = '0.0.0' } = JSON.parse(readFileSync(join(project.root, 'package.json'), 'utf8')) as {
    version?: string
  }
  return { version, commit: process.env.COMMIT || readCommit(project.root) }
}

function readCommit(root: string): string {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  } catch {
    return 'unknown'
  }
}
