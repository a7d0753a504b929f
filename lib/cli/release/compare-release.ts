import type { Project } from '../../contract/project.ts'
import { readRelease } from '../../contract/release.ts'
import { compareProject, type ProjectDiff } from '../diff/compare-project.ts'
import { acceptRemoved } from './accept-removed.ts'
import { type Git, openGit } from './git.ts'
import { findLastRelease, type VersionTag } from './version-tags.ts'

/** Compares the contracts of a project with those of a release. */
export async function compareRelease(project: Project, release: VersionTag): Promise<ProjectDiff> {
  const diff = await compareProject(project, `refs/tags/${release.name}`)
  const services = acceptRemoved(diff.services, release.version, readRelease(project).version)
  return { source: `${release.name} (${release.commit.slice(0, 7)})`, services }
}

/** The same with the last release; undefined where there is none yet. */
export async function compareLastRelease(project: Project): Promise<ProjectDiff | undefined> {
  const git: Git = await openGit(project.root)
  const last = await findLastRelease(git)
  return last === undefined ? undefined : compareRelease(project, last)
}
