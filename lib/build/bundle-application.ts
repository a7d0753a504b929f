import { join } from 'node:path'
import { build } from 'esbuild'
import type { Project } from '../contract/project.ts'
import { contracts } from './bundle.ts'

/** The versions of this process: several may run on one project. */
export const versionsFolder = (project: Project): string => join(project.generated, 'versions', String(process.pid))

/**
 * Bundles the services of a project, without the kit and without packages, into a folder of its own: a version that a
 * running host can import beside the one that it serves. Node never forgets a module, so each version has a new name.
 *
 * @returns the file to import
 */
export async function bundleApplication(project: Project, version: number): Promise<string> {
  const folder = join(versionsFolder(project), String(version))
  await build({
    absWorkingDir: project.root,
    entryPoints: { app: join(project.generated, 'app.js') },
    outdir: folder,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    splitting: true,
    sourcemap: 'inline',
    logLevel: 'silent',
    plugins: [contracts(project), externalPackages],
  })
  return join(folder, 'app.js')
}

/** What is imported by a package's name stays outside: the kit, and with it stores and loggers, lives through a reload. */
const externalPackages = {
  name: 'external-packages',
  setup(setup: import('esbuild').PluginBuild) {
    setup.onResolve({ filter: /^[^./#]/ }, ({ path, kind }) =>
      kind === 'entry-point' ? undefined : { path, external: true },
    )
  },
}
