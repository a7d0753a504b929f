import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { startCommand } from '../cloud-foundry/start-command.ts'
import type { Project } from '../contract/project.ts'
import { readName, readRelease } from '../contract/release.ts'
import { replaceFile } from './replace-file.ts'

/** What else may be in `dist/`: the functions of `twelvefold package`, and files of a build that is under way. */
const notOfProcess = ['lambda/', '*.new', 'chunks/builds.json']

/**
 * Writes into `dist/` what a platform needs beside the code, where that folder is all it gets: a `package.json` by which
 * a buildpack finds the right Node and has nothing to install, the env files, and what `cf push` leaves out.
 *
 * @param earlier chunks that only earlier builds have, from `dist/`; processes that run here may still load them
 */
export function writePushedFiles(project: Project, earlier: readonly string[]): void {
  const [major] = process.versions.node.split('.')
  const manifest = {
    name: readName(project),
    version: readRelease(project).version,
    private: true,
    // The bundle is made of modules, also for a Node that knows nothing of the project's own package.json.
    type: 'module',
    engines: { node: `${major}.x` },
    scripts: { start: startCommand() },
  }
  replaceFile(join(project.dist, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  replaceFile(join(project.dist, '.cfignore'), [...readIgnored(project), ...notOfProcess, ...earlier, ''].join('\n'))
  copyEnvironments(project)
}

function readIgnored({ root }: Project): string[] {
  const file = join(root, '.cfignore')
  return existsSync(file) ? [readFileSync(file, 'utf8').trimEnd()] : []
}

function copyEnvironments({ root, dist }: Project): void {
  const copy = join(dist, 'env')
  rmSync(copy, { recursive: true, force: true })
  if (existsSync(join(root, 'env'))) cpSync(join(root, 'env'), copy, { recursive: true })
}
