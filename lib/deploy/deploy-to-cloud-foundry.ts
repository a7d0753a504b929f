import type { Manifest } from '../cloud-foundry/manifest.ts'
import { openSession } from './cloud-foundry-session.ts'
import { findPlaceholderValues, type PlaceholderValues } from './placeholder-values.ts'
import type { Run, Step } from './step.ts'

export interface CloudFoundryWish {
  manifest: Manifest
  /** Names of those of its applications that are pushed. */
  applications: readonly string[]
  environment: string
  version: string
  varsFile: string | undefined
  /** What makes `dist/`; undefined where it is taken as it is. */
  build: Step | undefined
  env: NodeJS.ProcessEnv
  /** A folder for a session of `cf` that is gone when all is done. */
  home: string
  /** Writes a vars file that nobody else can read. @returns its path */
  writeVars: (found: PlaceholderValues) => string
}

/**
 * Pushes applications of a manifest by a rolling deployment. What may be secret goes to `cf` in a vars file that nobody
 * else can read: a command line is seen by everybody on the machine.
 *
 * @throws ConfigError where something is missing, before anything is built or pushed
 */
export async function deployToCloudFoundry(wish: CloudFoundryWish, run: Run): Promise<void> {
  const { manifest, environment, version, varsFile, env, home } = wish
  const known = { env: environment, version }
  const found = findPlaceholderValues({ manifest, known, varsFile, env })
  const session = await openSession({ environment, env, home }, run)
  if (wish.build !== undefined) await run(wish.build)

  const ownVars = Object.keys(found.values).length > 0 ? wish.writeVars(found) : undefined
  const files = [varsFile, ownVars].filter((file) => file !== undefined)
  const vars = Object.entries(known).map(([name, value]) => ['--var', `${name}=${value}`])
  for (const application of wish.applications) {
    const args = ['push', application, '--strategy', 'rolling', ...files.flatMap((file) => ['--vars-file', file])]
    await run({ program: 'cf', args: [...args, ...vars.flat()], env: session })
  }
}
