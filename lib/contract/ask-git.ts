import { execFileSync } from 'node:child_process'

/**
 * Asks git about the checkout that a folder is in.
 *
 * @returns what it prints, without the end of the line; undefined where there is no git, no checkout, or no answer
 */
export function askGit(folder: string, ...args: readonly string[]): string | undefined {
  try {
    return execFileSync('git', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trimEnd()
  } catch {
    return undefined
  }
}
