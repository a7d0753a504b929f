import { execFile } from 'node:child_process'
import { join, relative, sep } from 'node:path'
import { promisify } from 'node:util'
import type { Project } from '../../contract/project.ts'
import { CommandError } from '../failure.ts'
import { type ContractSource, loadDocument, trouble } from './contract-source.ts'

const run = promisify(execFile)

/**
 * The contracts as a commit has them, with the files that they refer to. Nothing is checked out.
 *
 * @param ref a branch, a tag, a commit: whatever git understands
 */
export async function openGitSource(project: Project, ref: string): Promise<ContractSource> {
  const git = async (...args: string[]): Promise<string> => {
    const { stdout } = await run('git', args, { cwd: project.root, maxBuffer: 64 * 1024 * 1024 })
    return stdout
  }
  const commit = await findCommit(git, project, ref)
  const folder = relative(project.root, project.functions).split(sep).join('/')
  const files = (await git('ls-tree', '-r', '-z', '--name-only', commit, '--', `${folder}/`)).split('\0')
  const services = files.flatMap((file) => {
    const [service, name, ...deeper] = file.slice(folder.length + 1).split('/')
    return service !== undefined && name === 'openapi.yaml' && deeper.length === 0 ? [service] : []
  })
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
    const inRepository = await git('rev-parse', '--git-dir').then(
      () => true,
      () => false,
    )
    if (!inRepository)
      throw new CommandError(
        `${ref} is no file, and ${project.root} is in no git repository to look for it in.`,
        trouble,
      )
    throw new CommandError(
      `${ref} is neither a file nor a commit that is known here. (Of a shallow clone, git fetch --unshallow gets the rest.)`,
      trouble,
    )
  }
}
