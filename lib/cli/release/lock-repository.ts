import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { CommandError } from '../failure.ts'
import { type Git, notPossible } from './git.ts'

/**
 * Does something while nobody else makes a release in the same clone: two at once would take back what the other one has
 * made. What was killed keeps nobody out.
 *
 * @param root from where git's paths are
 * @throws {@link CommandError} where another release is under way
 */
export async function whileLocked<T>(git: Git, root: string, work: () => Promise<T>): Promise<T> {
  const file = resolve(root, (await git('rev-parse', '--git-path', 'twelvefold-release.lock')).trim())
  take(file)
  try {
    return await work()
  } finally {
    rmSync(file, { force: true })
  }
}

function take(file: string): void {
  try {
    writeFileSync(file, `${process.pid}\n`, { flag: 'wx' })
  } catch (error) {
    if (Reflect.get(error as object, 'code') !== 'EEXIST') throw error
    const holder = Number(readFileSync(file, 'utf8'))
    if (holder > 0 && isRunning(holder))
      throw new CommandError(
        `Another release is under way here (process ${holder}); nothing is changed. If it is none: rm ${file}`,
        notPossible,
      )
    rmSync(file, { force: true })
    writeFileSync(file, `${process.pid}\n`, { flag: 'wx' })
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return Reflect.get(error as object, 'code') === 'EPERM'
  }
}
