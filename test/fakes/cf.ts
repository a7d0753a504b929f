import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { writeFiles } from './project.ts'

/** One call of the fake `cf`. */
export interface CfCall {
  args: string[]
  home: string | undefined
  /** What stood in the vars files that it was given. */
  vars: Record<string, unknown>[]
  /** Their permissions. */
  modes: number[]
}

export interface FakeCf {
  /** The variables by which it is found. */
  env: Record<string, string>
  calls: () => CfCall[]
}

/**
 * A program `cf` that notes how it is called and answers as the real one does, as far as a deployment goes. What it says
 * and its exit codes are those of the sources of cf CLI 8 (command/v7). `FAKE_CF_VERSION`, `FAKE_CF_TARGET`
 * (`org/space`, empty: not logged in), `FAKE_CF_FAILS`, `FAKE_CF_HANGS` (the name of a command), `FAKE_CF_DEPLOYING` and
 * `FAKE_CF_REVISIONS` (a table) say how it stands.
 */
export function fakeCf(test: Pick<TestContext, 'after'>): FakeCf {
  const folder = mkdtempSync(join(tmpdir(), 'twelvefold-cf-'))
  test.after(() => rmSync(folder, { recursive: true, force: true }))
  const log = join(folder, 'calls.ndjson')
  writeFiles(folder, { cf: `#!${process.execPath}\n(${String(answer)})(${JSON.stringify(log)}, require)\n` })
  chmodSync(join(folder, 'cf'), 0o755)
  return {
    env: { PATH: `${folder}:${process.env.PATH}`, FAKE_CF_TARGET: 'shop/staging' },
    calls: () =>
      existsSync(log)
        ? readFileSync(log, 'utf8')
            .trimEnd()
            .split('\n')
            .map((line) => JSON.parse(line) as CfCall)
        : [],
  }
}

/** Is written into the program as it stands here, so it has nothing from outside. */
function answer(log: string, require: NodeJS.Require): void {
  const { appendFileSync, readFileSync, statSync, existsSync, writeFileSync } =
    require('node:fs') as typeof import('node:fs')
  const { env } = process
  const args = process.argv.slice(2)
  const [command = '', app = ''] = args
  const varsFiles = args.filter((_, at) => args[at - 1] === '--vars-file')
  const read = (file: string): unknown => {
    const text = readFileSync(file, 'utf8')
    return text.startsWith('{') ? JSON.parse(text) : text
  }
  const modes = varsFiles.map((file) => statSync(file).mode & 0o777)
  appendFileSync(log, `${JSON.stringify({ args, home: env.CF_HOME, vars: varsFiles.map(read), modes })}\n`)
  const fail = (text: string): never => {
    console.log(text)
    console.error('FAILED')
    process.exit(1)
  }
  const session = env.CF_HOME === undefined ? undefined : `${env.CF_HOME}/config.json`
  const [org, space] = (session === undefined ? (env.FAKE_CF_TARGET ?? '') : '/').split('/')
  if (env.FAKE_CF_FAILS === command) fail('The server said no.')
  if (env.FAKE_CF_HANGS === command) {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
      process.on(signal, () => {
        console.log(`called off ${signal}`)
        process.exit(1)
      })
    setInterval(() => undefined, 1_000)
    console.log('Waiting for app to start...')
    return
  }
  if (command === 'version') console.log(`cf version ${env.FAKE_CF_VERSION ?? '8.14.1+2bcb856.2025-06-10'}`)
  else if (command === 'target' && args.length === 1) {
    if (!org) fail("Not logged in. Use 'cf login' or 'cf login --sso' to log in.")
    console.log(`API endpoint:   https://api.example.com\nAPI version:    3.195.0\nuser:           ada`)
    console.log(`org:            ${org}\nspace:          ${space}`)
  } else if (command === 'auth') {
    if (!env.CF_USERNAME || !env.CF_PASSWORD) fail('Username and password not provided.')
    if (session !== undefined) writeFileSync(session, '{"AccessToken":"bearer of somebody"}')
  } else if (command === 'push') {
    if (session !== undefined && !existsSync(session)) fail('Not logged in.')
    console.log(`Pushing app ${app} to org shop / space staging as ada...`)
  } else if (command === 'cancel-deployment') {
    if (!env.FAKE_CF_DEPLOYING) fail('No active deployment found for app.')
    console.log(`Canceling deployment for app ${app} in org shop / space staging as ada...\nOK`)
  } else if (command === 'revisions') console.log(env.FAKE_CF_REVISIONS ?? 'No revisions found')
  else if (command === 'rollback') console.log('OK')
}
