import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { sayProgress } from './progress.ts'

/** The servers that the kit is compared with, with their own package.json: npm ci of the project stays lean. */
export const serversFolder = join(import.meta.dirname, 'servers')

const servers = ['bare', 'fastify', 'express', 'catalog-bare', 'catalog-fastify', 'oidc-provider']

const compiledFolder = join(serversFolder, 'dist')

export const compiledServer = (name: string): string => join(compiledFolder, `${name}.js`)

let ready: Promise<void> | undefined

/** Installs the competitors where that has not been done, and compiles the servers: types are not stripped at run time. */
export function prepareServers(): Promise<void> {
  ready ??= prepare()
  return ready
}

async function prepare(): Promise<void> {
  if (!isInstalled()) install()
  await build({
    entryPoints: servers.map((name) => join(serversFolder, `${name}.ts`)),
    outdir: compiledFolder,
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'silent',
  })
}

/** Whether every package is there in the version that package.json names. */
function isInstalled(): boolean {
  const { dependencies } = readManifest(serversFolder)
  return Object.entries(dependencies ?? {}).every(([name, version]) => {
    const folder = join(serversFolder, 'node_modules', name)
    return existsSync(join(folder, 'package.json')) && readManifest(folder).version === version
  })
}

function readManifest(folder: string): { version?: string; dependencies?: Record<string, string> } {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as ReturnType<typeof readManifest>
}

function install(): void {
  sayProgress('installing the servers to compare with (npm ci in test/bench/servers, once)')
  const script = process.env.npm_execpath
  const [command, args] = script === undefined ? ['npm', []] : [process.execPath, [script]]
  const { status, stderr, error } = spawnSync(command, [...args, 'ci', '--no-audit', '--no-fund'], {
    cwd: serversFolder,
    encoding: 'utf8',
    shell: process.platform === 'win32' && script === undefined,
  })
  if (status !== 0) throw new Error(`npm ci in test/bench/servers failed: ${error?.message ?? stderr}`)
}
