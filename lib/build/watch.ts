import { existsSync, readdirSync, rmSync, watch } from 'node:fs'
import { join } from 'node:path'
import type { CheckOptions } from '../contract/check.ts'
import { generate } from '../contract/generate.ts'
import type { Project } from '../contract/project.ts'
import { bundleApplication, versionsFolder } from './bundle-application.ts'

/** How long to wait for the rest of an editor's writes, in ms. */
const settleMs = 25

export interface Watcher {
  /** The first version. */
  file: string
  close: () => void
}

/**
 * Compiles and bundles the project, then again whenever something below `functions/` changes. Versions are made one
 * after the other; edits that come meanwhile make one more.
 *
 * @param onVersion a new version is there to be loaded
 * @param onFault an edit is broken: what was served last goes on
 * @throws where the first version cannot be made
 */
export async function watchProject(
  project: Project,
  options: CheckOptions,
  onVersion: (file: string, ms: number) => Promise<void> | void,
  onFault: (error: unknown) => void,
): Promise<Watcher> {
  removeForsaken(project)
  process.on('exit', () => rmSync(versionsFolder(project), { recursive: true, force: true }))
  let version = 0
  const make = async (): Promise<string> => {
    await generate(project, options)
    return bundleApplication(project, version++)
  }
  const file = await make()

  let timer: NodeJS.Timeout | undefined
  let running = false
  let again = false
  const remake = async (): Promise<void> => {
    if (running) {
      again = true
      return
    }
    running = true
    const started = performance.now()
    try {
      const next = await make()
      await onVersion(next, Math.round(performance.now() - started))
    } catch (error) {
      onFault(error)
    }
    running = false
    if (again) {
      again = false
      void remake()
    }
  }
  const watcher = watch(project.functions, { recursive: true }, () => {
    clearTimeout(timer)
    timer = setTimeout(() => void remake(), settleMs)
  })
  return { file, close: () => watcher.close() }
}

/** Processes that were killed have left their versions behind. */
function removeForsaken(project: Project): void {
  const folder = join(project.generated, 'versions')
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    if (!isAlive(Number(name))) rmSync(join(folder, name), { recursive: true, force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
