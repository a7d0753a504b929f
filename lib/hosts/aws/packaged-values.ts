import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'

/** What can be given to functions while they are packaged. */
export interface PackagedValues {
  /** By name: of the real environment, else of the file. None is empty. */
  values: Record<string, string>
  /** The variables of `env/<ENV>.env`, also those that nobody declares. */
  written: string[]
}

/**
 * Reads the environment that a deployment is packaged in, and `env/<ENV>.env`. A function gets of it what it uses.
 *
 * @param root the project's folder
 */
export function readPackagedValues(root: string): PackagedValues {
  const name = process.env.ENV || 'dev'
  const file = join(root, 'env', `${name}.env`)
  const written = existsSync(file) ? parseEnv(readFileSync(file, 'utf8').replace(/^\uFEFF/, '')) : {}
  const given = Object.entries({ ...written, ...process.env, ENV: name })
  return {
    values: Object.fromEntries(given.flatMap(([variable, value]) => (value ? [[variable, value]] : []))),
    written: Object.keys(written),
  }
}
