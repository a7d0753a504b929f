import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { promisify } from 'node:util'
import type { Project } from '../../contract/project.ts'
import { CommandError } from '../failure.ts'
import { type ContractSource, loadDocument } from './contract-source.ts'
import { trouble } from './exit-codes.ts'

const run = promisify(execFile)

/**
 * The contracts as a commit has them, with the files that they refer to. Nothing is checked out.
 *
 * @param ref a branch, a tag, a commit: whatever git understands
 */
export async function openGitSource(project: Project, ref: string): Promise<ContractSource> {
  const git: Git = async (...args) => {
    const { stdout } = await run('git', args, {
      cwd: project.root,
      env: { ...process.env, LC_ALL: 'C' },
      maxBuffer: 64 * 1024 * 1024,
    })
    return stdout
  }
  const commit = await findCommit(git, project, ref)
  const folder = relative(project.root, project.functions).split(sep).join('/')
  const files = (await git('ls-tree', '-r', '-z', '--name-only', commit, '--', `${folder}/`)).split('\0')
  const services = files.flatMap((file) => {
    const [service, name, ...deeper] = file.slice(folder.length + 1).split('/')
    return service !== undefined && name === 'openapi.yaml' && deeper.length === 0 ? [service] : []
  })
  if (services.length === 0) await refuseMoved(git, project, ref, commit)
  const show = (file: string): Promise<string> =>
    git('show', `${commit}:./${relative(project.root, file).split(sep).join('/')}`).catch(
      (error: { stderr?: string }) => {
        throw new Error(`${ref} has no ${relative(project.root, file)}: ${error.stderr?.trim()}`)
      },
    )
  return {
    name: `${ref} (${commit.slice(0, 7)})`,
    services,
    read: async (service) => {
      if (!services.includes(service)) return undefined
      const file = join(project.functions, service, 'openapi.yaml')
      return loadDocument(file, `${folder}/${service}/openapi.yaml of ${ref}`, show)
    },
  }
}

/** Where a whole project has moved, nothing of it is new: its clients call what stood elsewhere. */
async function refuseMoved(git: Git, project: Project, ref: string, commit: string): Promise<void> {
  const [top = '', names] = await Promise.all([
    git('rev-parse', '--show-toplevel'),
    git('ls-tree', '-r', '-z', '--full-tree', '--name-only', commit),
  ])
  const root = top.trim()
  const moved = names
    .split('\0')
    .find((name) => /(?:^|\/)functions\/[^/]+\/openapi\.yaml$/.test(name) && !existsSync(join(root, name)))
  if (moved === undefined) return
  throw new CommandError(
    `${ref} has no contract in ${relative(root, project.functions)}, but ${moved}, which is gone. Compare with its contracts as files.`,
    trouble,
  )
}

type Git = (...args: string[]) => Promise<string>

async function findCommit(git: Git, project: Project, ref: string): Promise<string> {
  try {
    return (await git('rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`)).trim()
  } catch (error) {
    if (Reflect.get(error as object, 'code') === 'ENOENT')
      throw new CommandError(
        'git is not installed, or not in PATH; a file or a URL can be compared without it.',
        trouble,
      )
    const stderr = await git('rev-parse', '--git-dir').then(
      () => '',
      (failed: { stderr?: string }) => failed.stderr ?? '',
    )
    if (/not a git repository/i.test(stderr))
      throw new CommandError(
        `${ref} is no file, and ${project.root} is in no git repository to look for it in.`,
        trouble,
      )
    if (stderr !== '') throw new CommandError(`git cannot read ${project.root}: ${stderr.trim()}`, trouble)
    throw new CommandError(
      `${ref} is neither a file nor a commit that is known here. (Of a shallow clone, git fetch --unshallow gets the rest.)`,
      trouble,
    )
  }
}
