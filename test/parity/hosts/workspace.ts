import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type ProjectName = 'services' | 'fixture'

const repository = join(import.meta.dirname, '../../..')

/** What a command line needs of the environment; everything else would come in from outside and change a case. */
const { PATH = '', HOME = '', TMPDIR, SystemRoot, NODE_COMPILE_CACHE } = process.env

export interface Workspace {
  root: string
  remove: () => void
}

/** What the services of this repository import beside the kit. */
export const ownPackages: readonly string[] = ['jose', '@node-oauth/oauth2-server', 'commander']

/**
 * A copy of a project in a folder of its own, so that the hosts that are built side by side never write to the same
 * files. The kit is a link to this repository: Node and esbuild both go by the real path.
 */
export function createWorkspace(project: ProjectName): Workspace {
  const source = project === 'services' ? repository : join(repository, 'test/parity/project')
  const root = realpathSync(mkdtempSync(join(tmpdir(), `twelvefold-${project}-`)))
  for (const part of ['functions', 'env', 'package.json', 'serverless.yml']) {
    cpSync(join(source, part), join(root, part), { recursive: true })
  }
  const kit = project === 'services' ? root : join(root, 'node_modules/twelvefold')
  mkdirSync(join(root, 'node_modules/twelvefold'), { recursive: true })
  for (const part of project === 'services' ? ['lib'] : ['lib', 'package.json']) {
    symlinkSync(join(repository, part), join(kit, part))
  }
  for (const name of ['serverless', 'serverless-offline', ...(project === 'services' ? ownPackages : [])]) {
    mkdirSync(join(root, 'node_modules', name, '..'), { recursive: true })
    symlinkSync(join(repository, 'node_modules', name), join(root, 'node_modules', name))
  }
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) }
}

/** The arguments of Node for a command of the kit's. */
export const twelvefold = (command: string): string[] => [join(repository, 'lib/cli/main.ts'), command]

/** The environment of a process: what is asked for, and what every process needs. */
export function environment(variables: Record<string, string>): Record<string, string> {
  const optional = Object.entries({ TMPDIR, SystemRoot, NODE_COMPILE_CACHE }).filter(([, value]) => value)
  const kept = { PATH, HOME, ...Object.fromEntries(optional) }
  return { ...kept, HOST: '127.0.0.1', PORT: '0', ...variables }
}
