import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { CommandError } from '../failure.ts'

const run = promisify(execFile)

/** Exit code: the repository, or what was asked, does not allow it. */
export const notPossible = 2

/** What git said when it refused. */
export class GitError extends Error {
  constructor(said: string, cause: unknown) {
    super(said, { cause })
    this.name = 'GitError'
  }
}

/** Runs git, without a shell, and gives what it prints. Rejects with {@link GitError} where git refuses. */
export type Git = (...args: string[]) => Promise<string>

/**
 * Git in a folder.
 *
 * @param folder below the root of a repository, or that itself
 * @throws {@link CommandError} where there is no git, or no commit
 */
export async function openGit(folder: string): Promise<Git> {
  const git: Git = async (...args) => {
    const running = run('git', args, {
      cwd: folder,
      maxBuffer: 256 * 1024 * 1024,
      // Nobody is there to answer: a remote that asks for a password is one that does not answer.
      env: { ...process.env, GIT_TERMINAL_PROMPT: '0' },
    })
    running.child.stdin?.end()
    try {
      return (await running).stdout
    } catch (error) {
      if (Reflect.get(error as object, 'code') === 'ENOENT')
        throw new CommandError('git is not installed, or not in PATH.', notPossible)
      const { stderr = '', stdout = '' } = error as { stderr?: string; stdout?: string }
      throw new GitError(
        [stdout, stderr]
          .map((text) => text.trim())
          .join('\n')
          .trim() || String(error),
        error,
      )
    }
  }
  await git('rev-parse', '--git-dir').catch((error) => {
    if (!(error instanceof GitError)) throw error
    throw new CommandError(`${folder} is in no git repository. (${error.message})`, notPossible)
  })
  if (!(await holds(git, 'rev-parse', '--verify', '--quiet', 'HEAD^{commit}')))
    throw new CommandError('There is no commit yet.', notPossible)
  return git
}

/** Whether git answers with 0. */
export const holds = (git: Git, ...args: string[]): Promise<boolean> =>
  ask(git, ...args).then((said) => said !== undefined)

/** What git prints, without the end of the line; undefined where it refuses. */
export async function ask(git: Git, ...args: string[]): Promise<string | undefined> {
  try {
    return (await git(...args)).trim()
  } catch (error) {
    if (error instanceof GitError) return undefined
    throw error
  }
}
