import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import type { Variable } from '../config/variable.ts'
import { traceVariables } from '../observe/traces/trace-variables.ts'

/** Variables of `env/*.env` that mean something to a process, and nothing to a function. */
const processOnly = ['PORT', 'HOST', 'SERVICES', 'RECOVER_INTERVAL_MS']

/**
 * The environment that every function of a deployment gets: `env/<ENV>.env`, and of the real environment what the
 * functions are made for while they are packaged: the store, whose tables are made with them, and the traces, whose SDK
 * is in them. Secrets are no part of it.
 *
 * @param root the project's folder
 */
export function readDeployedEnvironment(root: string): Record<string, string> {
  const name = process.env.ENV || 'dev'
  const file = join(root, 'env', `${name}.env`)
  const written = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {}
  const kept = Object.entries(written).filter(
    ([variable, value]) => !processOnly.includes(variable) && value !== undefined,
  )
  const packagedFor = ['STORE_URL', ...publicTraceVariables()].flatMap((variable) => {
    const value = process.env[variable]
    return value ? [[variable, value] as const] : []
  })
  return { ...Object.fromEntries(kept), ...Object.fromEntries(packagedFor), ENV: name } as Record<string, string>
}

function publicTraceVariables(): string[] {
  const variables: [string, Variable<unknown>][] = Object.entries(traceVariables({}))
  return variables.flatMap(([name, { secret }]) => (secret ? [] : [name]))
}
