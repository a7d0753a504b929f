import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CommandError } from '../failure.ts'
import { ask, type Git, GitError, notPossible } from './git.ts'

/** What a release writes. */
export interface ReleaseFiles {
  root: string
  /** Path from the root → text. */
  files: ReadonlyMap<string, string>
  tag: string
}

/**
 * Writes the files of a release, commits them and what hooks add to them, and sets an annotated tag on that commit. Hooks
 * run, and whoever signs signs. Whatever fails, or calls it off, leaves work tree, index and branch as they were.
 *
 * @returns the commit
 * @throws {@link CommandError} with what git said
 */
export async function commitRelease(git: Git, { root, files, tag }: ReleaseFiles): Promise<string> {
  const before = (await git('rev-parse', 'HEAD')).trim()
  const paths = [...files.keys()]
  const restore = keepFiles(root, paths)
  // Ctrl+C at a terminal ends git, and so the step that it was in; what was begun is then taken back.
  let calledOff: NodeJS.Signals | undefined
  const outlive = (signal: NodeJS.Signals): void => {
    calledOff = signal
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, outlive)
  try {
    for (const [path, text] of files) writeFileSync(join(root, path), text)
    await git('add', '--', ...paths)
    // The tree is clean but for these: what is in the commit beside them comes from a hook of the repository.
    await git('commit', '--quiet', '--message', tag)
    await git('tag', '--annotate', '--message', tag, tag)
    return (await git('rev-parse', 'HEAD')).trim()
  } catch (error) {
    await takeBack(git, { before, tag }, restore)
    if (calledOff !== undefined)
      throw new CommandError('Called off: nothing is changed.', calledOff === 'SIGINT' ? 130 : 143)
    if (!(error instanceof GitError)) throw error
    throw new CommandError(
      `git refused, so nothing was released and nothing is changed:\n${error.message}`,
      notPossible,
    )
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, outlive)
  }
}

async function takeBack(
  git: Git,
  { before, tag }: { before: string; tag: string },
  restore: () => void,
): Promise<void> {
  try {
    // Only the commit of this release goes; --keep never overwrites what somebody has changed meanwhile.
    const isOurs = (await ask(git, 'log', '-1', '--no-show-signature', '--format=%P %s')) === `${before} ${tag}`
    if (isOurs) await git('reset', '--quiet', '--keep', before)
    restore()
    await git('reset', '--quiet')
  } catch (error) {
    const said = `git refused the release, and to take back what was begun: git reset --keep ${before}`
    throw new CommandError(`${said}\n${(error as Error).message}`, notPossible)
  }
}

/** Remembers files, to write them again as they were, or to remove what was not there. */
function keepFiles(root: string, paths: readonly string[]): () => void {
  const kept = paths.map((path) => {
    const file = join(root, path)
    return { file, content: existsSync(file) ? readFileSync(file) : undefined }
  })
  return () => {
    for (const { file, content } of kept) {
      if (content === undefined) rmSync(file, { force: true })
      else writeFileSync(file, content)
    }
  }
}
