import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { askGit } from './ask-git.ts'
import type { Project } from './project.ts'

/** What is deployed: said by `/<service>/-/version`. */
export interface Release {
  version: string
  /** The commit in full, or `unknown` outside a git checkout. */
  commit: string
}

/** What the project is called: by `package.json`, else by its folder. */
export function readName(project: Project): string {
  return readManifest(project).name ?? basename(project.root)
}

/** What platforms call it: a scoped name has characters that stacks and applications cannot have. */
export const readDeployedName = (project: Project): string =>
  readName(project)
    .replace(/[^a-z\d]+/gi, '-')
    .replace(/^-/, '')

/** The version of `package.json` and the commit of the checkout: written into what is generated, so also into a build. */
export function readRelease(project: Project): Release {
  const { version = '0.0.0' } = readManifest(project)
  return { version, commit: process.env.COMMIT || (askGit(project.root, 'rev-parse', 'HEAD') ?? 'unknown') }
}

const readManifest = ({ root }: Project): { name?: string; version?: string } =>
  JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { name?: string; version?: string }
