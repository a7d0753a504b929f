import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { pathToFileURL } from 'node:url'

const root = mkdtempSync(join(tmpdir(), 'twelvefold-'))
const kit = pathToFileURL(join(import.meta.dirname, '../../../lib')).href
const driver = `import { env } from '${kit}/cli/env.ts'; await env.parseAsync(process.argv.slice(1), { from: 'user' })`

before(() => {
  mkdirSync(join(root, 'env'))
  writeFileSync(join(root, 'env', 'dev.env'), 'LOG_LEVEL=debug\n')
  service('hello', "HELLO_GREETING: text({ default: 'Hello' }), SHARED_URL: url()")
  service(
    'shop',
    "API_KEY: text({ secret: true, description: 'key of the bank' }), SHARED_URL: url(), STORE_URL: url({ binding: { service: 'store', key: 'uri' } })",
  )
  mkdirSync(join(root, 'functions', 'plain'))
  writeFileSync(join(root, 'functions', 'plain', 'openapi.yaml'), '')
})
after(() => rmSync(root, { recursive: true }))

function service(name: string, schema: string): void {
  const folder = join(root, 'functions', name)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'openapi.yaml'), '')
  writeFileSync(
    join(folder, 'config.ts'),
    `import { config } from '${kit}/config/config.ts'
import { text, url } from '${kit}/config/variable-types.ts'
export const settings = config('${name}', { ${schema} })
`,
  )
}

/** Runs `twelvefold env` in the project. */
function run(
  args: string[],
  env: Record<string, string>,
): Promise<{ code: number | null; output: string; errors: string }> {
  return new Promise((resolve) => {
    const command = ['--input-type=module', '--eval', driver, '--', ...args]
    const child = execFile(process.execPath, command, { cwd: root, env }, (_error, output, errors) =>
      resolve({ code: child.exitCode, output, errors }),
    )
  })
}

const complete = {
  API_KEY: 'hunter2',
  SHARED_URL: 'https://joe:hunter2@shared',
  VCAP_SERVICES: JSON.stringify({ dynamo: [{ name: 'store', credentials: { uri: 'dynamodb://eu-west-1/shop' } }] }),
}

test('the table says who needs a variable, what it is and where it comes from, and shows no secret', async () => {
  const { code, output } = await run([], complete)

  assert.equal(code, 0)
  assert.match(output, /^VARIABLE +NEEDED BY +REQUIRED +DEFAULT +VALUE +FROM$/m)
  assert.match(output, /^API_KEY +shop +yes +•••• +environment$/m)
  assert.match(output, /^HELLO_GREETING +hello +no +Hello +Hello +default$/m)
  assert.match(output, /^LOG_LEVEL +kit +no +info +debug +env\/dev\.env$/m)
  assert.match(output, /^SHARED_URL +hello, shop +yes +https:\/\/••••@shared +environment$/m)
  assert.match(output, /^STORE_URL +shop +yes +dynamodb:\/\/eu-west-1\/shop +binding$/m)
  assert.doesNotMatch(output, /hunter2/)
})

test('the table has the faults under it', async () => {
  const { code, output } = await run([], { ...complete, PORT: 'x' })

  assert.equal(code, 0)
  assert.match(output, /\n\nPORT: must be a port number from 0 to 65535, is "x"\n$/)
})

test('E01 --check prints only the faults, all of them, and exits with 78', async () => {
  const { code, output } = await run(['--check'], { ENV: 'prod', PORT: 'x', SHARED_URL: 'shared' })

  assert.equal(code, 78)
  assert.deepEqual(output.trimEnd().split('\n'), [
    'API_KEY: is required (key of the bank)',
    'ENV: is "prod", and there is no env/prod.env; there are dev',
    'PORT: must be a port number from 0 to 65535, is "x"',
    'SHARED_URL: must be a URL, is "shared"',
    'STORE_URL: is required (or bound: "uri" of the service "store")',
  ])
})

test('--check says in one line that all is right', async () => {
  const { code, output } = await run(['--check'], complete)

  assert.equal(code, 0)
  assert.match(output, /^\d+ variables, all right\n$/)
})

test('SERVICES narrows what is asked for, and must name services', async () => {
  const narrow = await run(['--check'], { SERVICES: 'hello', SHARED_URL: 'https://shared.example' })
  const wrong = await run(['--check', '--json'], { ...complete, SERVICES: 'hallo' })

  assert.equal(narrow.code, 0, narrow.output)
  assert.equal(wrong.code, 78)
  assert.deepEqual(JSON.parse(wrong.output), [
    { variable: 'SERVICES', message: 'there is no service "hallo"; there are hello, plain, shop' },
  ])
})

test('--json prints the rows for programs, secrets masked', async () => {
  const { output } = await run(['--json'], complete)

  const rows: { variable: string }[] = JSON.parse(output)
  assert.deepEqual(
    rows.find(({ variable }) => variable === 'API_KEY'),
    {
      variable: 'API_KEY',
      neededBy: ['shop'],
      required: true,
      expects: 'text',
      secret: true,
      description: 'key of the bank',
      value: '••••',
      from: 'environment',
    },
  )
})
