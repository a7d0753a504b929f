import { ConfigError } from '../config/config-error.ts'
import { type Run, StepFailed } from './step.ts'

/** Which space is meant, and who logs in to it. */
export interface SessionWish {
  /** The environment: its space is called so unless `CF_SPACE` says otherwise. */
  environment: string
  env: NodeJS.ProcessEnv
  /** A folder for the session of somebody who logs in by variables: nothing of it is left. */
  home: string
}

/** The major version of the CLI that knows all that is asked of it. */
const oldest = 8

/**
 * Makes sure that `cf` is there, new enough, and at the space that is meant. With `CF_USERNAME` and `CF_PASSWORD` it logs
 * in, in a session of its own; else the session of whoever calls it has to be at that space already.
 *
 * @returns the variables that each step of the session needs
 * @throws ConfigError that says what to set or to run
 */
export async function openSession(wish: SessionWish, run: Run): Promise<Record<string, string>> {
  checkVersion(await run({ program: 'cf', args: ['version'], looks: 'quiet' }))
  if (wish.env.CF_USERNAME || wish.env.CF_PASSWORD) return logIn(wish, run)
  await checkTarget(wish, run)
  return {}
}

function checkVersion(output: string | undefined): void {
  if (output === undefined) return
  const [, major = ''] = /version (\d+)\./.exec(output) ?? []
  if (Number(major) < oldest) throw wrong('cf', `must be version ${oldest} or later, is: ${output.trim()}`)
}

async function logIn({ environment, env, home }: SessionWish, run: Run): Promise<Record<string, string>> {
  const missing = ['CF_USERNAME', 'CF_PASSWORD', 'CF_API', 'CF_ORG'].filter((name) => !env[name])
  if (missing.length > 0)
    throw new ConfigError(missing.map((variable) => ({ variable, message: 'is required to log in to Cloud Foundry' })))
  const session = { CF_HOME: home }
  const { CF_API = '', CF_ORG = '', CF_ORIGIN, CF_CLIENT_CREDENTIALS } = env
  // The name and the password are taken from the variables, so that they stand on no command line.
  const how = CF_CLIENT_CREDENTIALS ? ['--client-credentials'] : CF_ORIGIN ? ['--origin', CF_ORIGIN] : []
  await run({ program: 'cf', args: ['api', CF_API], env: session })
  await run({ program: 'cf', args: ['auth', ...how], env: session })
  await run({ program: 'cf', args: ['target', '-o', CF_ORG, '-s', spaceOf(environment, env)], env: session })
  return session
}

const spaceOf = (environment: string, env: NodeJS.ProcessEnv): string => env.CF_SPACE || environment

async function checkTarget({ environment, env }: SessionWish, run: Run): Promise<void> {
  const wanted = { org: env.CF_ORG || undefined, space: spaceOf(environment, env) }
  const mend = `cf target${wanted.org === undefined ? '' : ` -o ${wanted.org}`} -s ${wanted.space}`
  let output: string | undefined
  try {
    output = await run({ program: 'cf', args: ['target'], looks: 'quiet' })
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error
    throw wrong('cf', `is not logged in (cf login, or set CF_USERNAME and CF_PASSWORD): ${error.output.trim()}`)
  }
  if (output === undefined) return
  const [org, space] = [readRow(output, 'org'), readRow(output, 'space')]
  if (space !== wanted.space || (wanted.org !== undefined && org !== wanted.org))
    throw wrong(
      'CF_SPACE',
      `the space is ${wanted.space}, and cf is at ${org ?? 'no org'} / ${space ?? 'no space'}: ${mend}`,
    )
  const api = readRow(output, 'api endpoint')
  if (env.CF_API && api !== undefined && withoutSlash(api) !== withoutSlash(env.CF_API))
    throw wrong('CF_API', `is ${env.CF_API}, and cf is at ${api}: cf login -a ${env.CF_API}`)
}

const withoutSlash = (url: string): string => url.replace(/\/+$/, '')

/** A row of what `cf target` prints; older releases have capital letters. */
const readRow = (output: string, name: string): string | undefined =>
  new RegExp(`^${name}:[ \\t]+(\\S.*?)[ \\t]*$`, 'im').exec(output)?.[1]

const wrong = (variable: string, message: string): ConfigError => new ConfigError([{ variable, message }])
