import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { type Running, runCommand, runNode } from '../../fakes/command.ts'
import { contract, createProject, writeFiles } from '../../fakes/project.ts'

const operation = (id: string, parameter?: string): string => `
  get:
    operationId: ${id}
${parameter === undefined ? '' : `    parameters: [{ name: ${parameter}, in: query, schema: { type: integer, default: 0 } }]\n`}\
    responses: { "200": { description: ok, content: { application/json: { schema: { type: object } } } } }`

/** A handler file with the given body of its function. */
const handlerOf = (id: string, body: string): string => `import { endpoint } from 'twelvefold'
import { ${id} } from '#contracts/shop'
import { settings } from './config.ts'

export const handler = endpoint(${id}, async ({ query }: { query: Record<string, number> }) => { ${body} })
`

/** Whether it can be started is said by a file, so that it can change while workers run. */
const config = `import { existsSync } from 'node:fs'
import { config, text } from 'twelvefold'

export const settings = config('shop', { SHOP_GREETING: text({ default: 'hello' }), SHOP_KEY: text({ secret: true }) })
if (existsSync('broken')) process.exit(3)
`

const release = (version: string): string =>
  handlerOf('getPid', `return { pid: process.pid, version: '${version}', greeting: settings.SHOP_GREETING }`)

/** A shop that tells which process it runs in, waits, and works. */
const files = {
  'functions/shop/openapi.yaml': contract(
    [
      '/shop/pid:',
      operation('getPid'),
      '\n/shop/wait:',
      operation('wait', 'ms'),
      '\n/shop/work:',
      operation('work', 'ms'),
    ].join(''),
  ),
  'functions/shop/config.ts': config,
  'functions/shop/get-pid.ts': release('one'),
  'functions/shop/wait.ts': handlerOf(
    'wait',
    'await new Promise((done) => setTimeout(done, query.ms)); return { pid: process.pid }',
  ),
  'functions/shop/work.ts': handlerOf(
    'work',
    'const end = performance.now() + (query.ms ?? 0); while (performance.now() < end); return {}',
  ),
  'functions/bank/openapi.yaml': contract(`/bank/accounts:${operation('openAccount').replace('get:', 'post:')}`),
  'functions/bank/accounts.ts': `import { collection, type } from 'twelvefold'

export const accounts = collection('accounts', { document: type<{ id: string; note: string }>(), key: 'id' })
`,
  'functions/bank/open-account.ts': `import { endpoint } from 'twelvefold'
import { openAccount } from '#contracts/bank'
import { accounts } from './accounts.ts'

export const handler = endpoint(openAccount, async () => accounts.insert({ id: crypto.randomUUID(), note: 'x'.repeat(1000) }))
`,
  'env/test.env': 'PORT=0\nRESPONSE_CHECK=strict\nSHOP_GREETING=hello from the file\n',
}

type Test = Pick<TestContext, 'after'>

/** Builds a shop of a release. @returns its folder */
export async function buildShop(test: Test, version = 'one'): Promise<string> {
  const { root } = createProject(test, files)
  await rebuild(test, root, version)
  return root
}

/** Builds another release in place, as a deployment does while the last one runs. */
export async function rebuild(test: Test, root: string, version: string): Promise<void> {
  writeFiles(root, { 'functions/shop/get-pid.ts': release(version) })
  const building = runCommand(test, root, ['build'], { ENV: 'test' })
  if ((await building.ended()) !== 0) throw new Error(building.output())
}

/** A copy of a built shop that a test may change. */
export function copyShop(test: Test, root: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'twelvefold-workers-'))
  test.after(() => rmSync(folder, { recursive: true, force: true }))
  for (const part of ['dist', 'env', 'functions', 'package.json'])
    cpSync(join(root, part), join(folder, part), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  return folder
}

/** The processes that have answered `/shop/pid` or `/shop/wait`. */
export const pidsOf = (bodies: Iterable<string>): number[] => [
  ...new Set([...bodies].map((body) => (JSON.parse(body) as { pid: number }).pid)),
]

const base = {
  ENV: 'test',
  HOST: '127.0.0.1',
  LOG_LEVEL: 'info',
  ACCESS_LOG: 'off',
  SERVICES: 'shop',
  SHOP_KEY: 'a key of the shop',
  WEB_CONCURRENCY: '2',
}

export interface Shop extends Running {
  port: number
  pid: number
  /** Waits for the nth line with this message, from 1. */
  logged: (msg: string, nth?: number) => Promise<Record<string, unknown>>
  /** Every line with this message so far. */
  lines: (msg: string) => Record<string, unknown>[]
}

/** Undefined takes a variable away. */
type Variables = Record<string, string | undefined>

/** Runs a built shop, whether or not it can be started. */
export const runShop = (
  test: Test,
  root: string,
  env: Variables = {},
  options: { flags?: string[]; detached?: boolean; through?: string[] } = {},
): Running => runNode(test, root, [...(options.flags ?? []), 'dist/server.js'], { ...base, ...env }, options)

/** Starts a built shop: two workers, unless said otherwise. */
export async function startShop(
  test: Test,
  root: string,
  env: Variables = {},
  options: { detached?: boolean; through?: string[] } = {},
): Promise<Shop> {
  const running = runShop(test, root, env, options)
  const lines = (msg: string): Record<string, unknown>[] =>
    running
      .output()
      .split('\n')
      .filter((line) => line.startsWith('{') && line.endsWith('}') && line.includes(`"msg":"${msg}`))
      .map((line) => JSON.parse(line) as Record<string, unknown>)
  const logged = async (msg: string, nth = 1): Promise<Record<string, unknown>> => {
    await running.printed(new RegExp(`(?:"msg":"${msg}[^\\n]*\\n[\\s\\S]*?){${nth}}`))
    return lines(msg)[nth - 1] ?? {}
  }
  const { port } = await logged('listening')
  return { ...running, port: Number(port), pid: running.child.pid ?? 0, logged, lines }
}
