import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { ConfigError } from './config-error.ts'
import { environmentName } from './kit.ts'
import { quote, readVariables } from './read-variables.ts'
import { type Environment, markFromFile } from './source.ts'

/** What {@link loadEnvironment} did. */
export interface LoadedEnvironment {
  /** The environment's name: `ENV`, or `dev`. */
  name: string
  /** The file that was read, from the project's folder: `env/dev.env`. Undefined in a project without env files. */
  file: string | undefined
  /** The variables that the file has set, sorted: those that were not set before. */
  loaded: string[]
}

/**
 * Fills an environment from `env/<ENV>.env`. A variable that is already set, even to nothing, is left as it is.
 * Call it before anything reads a setting.
 *
 * @param options.root the project's folder
 * @param options.env what to fill; the process's environment unless a test says otherwise
 * @throws ConfigError where `ENV` is not a name, or is one that no file has
 * @example
 * loadEnvironment({ root: process.cwd() }) // { name: 'dev', file: 'env/dev.env', loaded: ['LOG_LEVEL'] }
 */
export function loadEnvironment(options: { root: string; env?: Environment }): LoadedEnvironment {
  const { root, env = process.env } = options
  const { settings, faults } = readVariables({ ENV: environmentName({ default: 'dev' }) }, () => env.ENV)
  if (faults.length > 0) throw new ConfigError(faults)

  const name = settings.ENV
  const names = listEnvironments(root)
  if (names.length === 0) return { name, file: undefined, loaded: [] }
  if (!names.includes(name)) {
    const message = `is ${quote(name)}, and there is no env/${name}.env; there are ${names.join(', ')}`
    throw new ConfigError([{ variable: 'ENV', message }])
  }

  const file = `env/${name}.env`
  const written = parseEnv(readFileSync(join(root, file), 'utf8').replace(/^\uFEFF/, ''))
  // ENV has picked the file; a file cannot then say that it is another environment.
  const loaded = Object.keys(written)
    .filter((variable) => variable !== 'ENV' && env[variable] === undefined)
    .sort()
  for (const variable of loaded) env[variable] = written[variable]
  markFromFile(env, loaded)
  return { name, file, loaded }
}

function listEnvironments(root: string): string[] {
  const folder = join(root, 'env')
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((file) => /^[a-z][a-z0-9-]*\.env$/.test(file))
    .map((file) => file.slice(0, -'.env'.length))
    .sort()
}
