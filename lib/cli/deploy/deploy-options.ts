import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { InvalidArgumentError } from 'commander'
import { ConfigError } from '../../config/config-error.ts'
import type { Project } from '../../contract/project.ts'
import { usageError } from '../exit-codes.ts'
import { CommandError } from '../failure.ts'

/** Where a deployment goes. */
export const platforms = ['cloud-foundry', 'aws'] as const

export type Platform = (typeof platforms)[number]

/** What `twelvefold deploy` was told. */
export interface DeployOptions {
  platform?: Platform
  app?: string[]
  varsFile?: string
  build: boolean
  dryRun?: true
  /** `true` where no revision is named. */
  rollback?: number | true
  allowDirty?: true
  allowUntagged?: true
}

/** @throws ConfigError where neither the option nor `DEPLOY_PLATFORM` says it */
export function choosePlatform({ platform }: DeployOptions, env: NodeJS.ProcessEnv): Platform {
  if (platform !== undefined) return platform
  const wanted = env.DEPLOY_PLATFORM
  const known = platforms.find((name) => name === wanted)
  if (known !== undefined) return known
  const is = wanted ? `must be ${platforms.join(' or ')}, is "${wanted}"` : `is required: ${platforms.join(' or ')}`
  throw new ConfigError([{ variable: 'DEPLOY_PLATFORM', message: `${is} (--platform says it as well)` }])
}

/** @throws CommandError where the project has no such environment: a typing error must not become a new one */
export function checkEnvironment({ root }: Project, environment: string): void {
  if (existsSync(join(root, 'env', `${environment}.env`))) return
  const folder = join(root, 'env')
  const known = existsSync(folder) ? readdirSync(folder).flatMap((file) => /^(.+)\.env$/.exec(file)?.[1] ?? []) : []
  throw new CommandError(
    `There is no environment ${environment}: env/${environment}.env is missing${known.length > 0 ? `; there are ${known.join(', ')}` : ''}.`,
    usageError,
  )
}

/** The vars file: the one that is named, else `<environment>.yml` where there is one. */
export function chooseVarsFile(
  { root }: Project,
  environment: string,
  { varsFile }: DeployOptions,
  env: NodeJS.ProcessEnv,
): string | undefined {
  const named = varsFile ?? (env.CF_VARS_FILE || undefined)
  if (named !== undefined) return named
  const usual = `${environment}.yml`
  return existsSync(join(root, usual)) ? usual : undefined
}

/** The number that `cf revisions` prints. */
export function parseRevision(text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Write the number of a revision, as "cf revisions" prints it.')
}
