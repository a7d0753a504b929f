import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import semver from 'semver'
import { type Bump, largest } from '../../contract/diff/version.ts'
import { listServices, type Project } from '../../contract/project.ts'
import type { ProjectDiff } from '../diff/compare-project.ts'
import { CommandError } from '../failure.ts'
import { compareRelease } from './compare-release.ts'
import { decideVersion, raiseBy, toCore, type Wish } from './decide-version.ts'
import { describeServices } from './describe-services.ts'
import { type Git, notPossible } from './git.ts'
import { insertSection } from './insert-section.ts'
import { leaveOut } from './leave-out.ts'
import { printSection } from './print-section.ts'
import { readCommits } from './read-commits.ts'
import { setVersion } from './set-version.ts'
import { findLastRelease, readVersionTags, type VersionTag } from './version-tags.ts'
import { weighCommit } from './weigh-commit.ts'

/** A release, before anything is written. */
export interface Plan {
  last: VersionTag | undefined
  version: string
  tag: string
  /** What is asked for, and by how many commits. */
  asked: { commits: Bump; contracts: Bump; count: number }
  /** What has become of the contracts; undefined for a first release. */
  contracts: ProjectDiff | undefined
  /** Its part of the changelog. */
  section: string
  /** What is written: path from the root → new text. */
  files: Map<string, string>
}

/**
 * Plans the next release: reads the commits since the last one, compares the contracts with it, decides the version. Changes
 * nothing.
 *
 * @param date the day of the release, as `2026-11-25`
 * @returns undefined where there is nothing to release
 * @throws {@link CommandError} where it cannot be planned
 */
export async function planRelease(git: Git, project: Project, wish: Wish, date: string): Promise<Plan | undefined> {
  if (listServices(project).length === 0)
    throw new CommandError(
      `There is no contract below ${project.functions}: run this in the root of a project.`,
      notPossible,
    )
  const written = readVersion(project)
  const tags = await readVersionTags(git, 'all')
  const last = await findLastRelease(git)
  const all = await readCommits(git, project.root, last)
  const newest = all[0]
  const isDone = tags.some(
    ({ version, commit }) => commit === newest?.hash && (wish.pre || !semver.prerelease(version)),
  )
  if (newest === undefined || isDone) return undefined

  const commits = leaveOut(all.map(weighCommit), tags)
  const contracts = last === undefined ? undefined : await compareRelease(project, last)
  const asked = {
    // A version names a state of the code: another one is another version, whatever its commits say.
    commits: largest(['patch', ...commits.map(({ bump }) => bump)]),
    contracts: largest((contracts?.services ?? []).map(({ bump }) => bump)),
    count: commits.length,
  }
  const version = decideVersion({
    ...{ last: last?.version, written, wish },
    asked: largest([asked.commits, asked.contracts]),
    taken: tags.map((tag) => tag.version),
  })
  refuseLower(version, last?.version, asked.contracts)
  const services = last === undefined ? await describeServices(project) : []
  const section = printSection({ version, date, commits, contracts: contracts?.services, services })
  return {
    last,
    version,
    tag: `v${version}`,
    asked,
    contracts,
    section,
    files: await writeFiles(git, project, version, section),
  }
}

/** What users were promised of the contracts is not the author's to lower; what commits say of themselves is. */
function refuseLower(version: string, last: string | undefined, contracts: Bump): void {
  if (last === undefined) return
  if (!semver.gt(version, last))
    throw new CommandError(`${version} is not after ${last}, the last release.`, notPossible)
  const least = raiseBy(last, contracts)
  if (semver.lt(toCore(version), least))
    throw new CommandError(`${version} is too low: the contracts ask for ${contracts}, so at least for ${least}.`)
}

function readVersion(project: Project): string {
  const version = readManifest(project).version
  if (typeof version === 'string' && semver.valid(version) === version) return version
  const what =
    version === undefined ? 'has no "version"' : `has the "version" ${JSON.stringify(version)}, which is none`
  throw new CommandError(`package.json ${what}: write the one to begin with, such as 0.1.0.`, notPossible)
}

function readManifest({ root }: Project): { version?: unknown } {
  try {
    return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version?: unknown }
  } catch (error) {
    throw new CommandError(`package.json cannot be read: ${(error as Error).message}`, notPossible)
  }
}

/** What changes. `package-lock.json` is written where git has it: a project may keep none. */
async function writeFiles(git: Git, project: Project, version: string, section: string): Promise<Map<string, string>> {
  const read = (name: string): string => readFileSync(join(project.root, name), 'utf8')
  const files = new Map([['package.json', setVersion(read('package.json'), version, [[]])]])
  const lock = 'package-lock.json'
  if ((await git('ls-files', '--', lock)) !== '')
    files.set(lock, setVersion(read(lock), version, [[], ['packages', '']]))
  const hasChangelog = existsSync(join(project.root, 'CHANGELOG.md'))
  files.set('CHANGELOG.md', insertSection(hasChangelog ? read('CHANGELOG.md') : undefined, section))
  return new Map(
    [...files].flatMap(([name, text]) => {
      if (text === undefined)
        throw new CommandError(`${name} has no "version" where it should: run npm install, and commit it.`, notPossible)
      const isNew = name === 'CHANGELOG.md' || text !== read(name)
      return isNew ? [[name, text]] : []
    }),
  )
}
