import type { Project } from '../../contract/project.ts'
import { CommandError } from '../failure.ts'
import { checkRepository } from './check-repository.ts'
import { commitRelease } from './commit-release.ts'
import type { Wish } from './decide-version.ts'
import { type Git, notPossible, openGit } from './git.ts'
import { whileLocked } from './lock-repository.ts'
import { type Plan, planRelease } from './plan-release.ts'

/** What a release is wished to be. */
export interface ReleaseWish extends Wish {
  /** Released from this branch (default: the main one). */
  branch?: string
  dryRun?: true
}

/** A release that was made. */
export interface Released {
  tag: string
  /** In full; undefined after a dry run. */
  commit: string | undefined
  /** Undefined on a detached HEAD. */
  branch: string | undefined
  files: readonly string[]
}

/**
 * Makes the next release of a project: version, changelog and tag in one commit. It is made in whole, or nothing is changed.
 *
 * @param date the day of the release, as `2026-11-25`
 * @param tell is told the plan before it is carried out; in a dry run also where it would be refused
 * @returns undefined where there is nothing to release
 * @throws {@link CommandError} with all that is wrong: exit code 1 where the contracts are, 2 where the repository is
 */
export async function makeRelease(
  project: Project,
  wish: ReleaseWish,
  date: string,
  tell: (plan: Plan) => void = () => undefined,
): Promise<Released | undefined> {
  const git = await openGit(project.root)
  const make = (): Promise<Released | undefined> => planAndCarryOut(git, project, wish, date, tell)
  return wish.dryRun ? make() : whileLocked(git, project.root, make)
}

async function planAndCarryOut(
  git: Git,
  project: Project,
  { branch: wanted, dryRun, ...wish }: ReleaseWish,
  date: string,
  tell: (plan: Plan) => void,
): Promise<Released | undefined> {
  const plan = await planRelease(git, project, wish, date)
  if (plan === undefined) return undefined
  const { tag, files, version } = plan
  if (dryRun) tell(plan)
  await refuseBreak(project, plan)
  const demands = { branch: wanted, allowsDetached: version.includes('-'), tag }
  const { branch, refusals } = await checkRepository(git, demands)
  if (refusals.length > 0) {
    const head = `${tag} cannot be released from here; nothing is changed.`
    throw new CommandError([head, ...refusals].join('\n\n'), notPossible)
  }
  if (!dryRun) tell(plan)
  const commit = dryRun ? undefined : await commitRelease(git, { root: project.root, files, tag })
  return { tag, commit, branch, files: [...files.keys()] }
}

/** Tells each break that nothing announces, with its place and what to do. */
async function refuseBreak(project: Project, { contracts, tag, last }: Plan): Promise<void> {
  const broken = (contracts?.services ?? []).filter(({ unannounced }) => unannounced)
  if (contracts === undefined || broken.length === 0) return
  const { formats } = await import('../diff/diff-formats.ts')
  const services = broken.map((service) => ({
    ...service,
    changes: service.changes.filter(({ level }) => level === 'breaking'),
  }))
  const why = `${tag} is not released: a contract breaks its clients since ${last?.name}, and nothing says so.`
  throw new CommandError(`${why}\n\n${formats.text({ ...contracts, services }, project.root)}`)
}
