import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runCommand } from '../../fakes/command.ts'
import { createProject } from '../../fakes/project.ts'

const contract = 'openapi: 3.1.0\ninfo: { title: Shop, version: 1.0.0 }\npaths: {}\n'

const files = {
  'functions/shop/openapi.yaml': contract,
  'functions/shop/config.ts': `import { config, integer, text } from 'twelvefold'

export const settings = config('shop', {
  SHOP_PAGE_SIZE: integer({ default: process.env.ENV === 'staging' ? 5 : 20 }),
  SHOP_BANNER: text({ optional: true }),
  SHOP_NOTE: text({ optional: true }),
  SHOP_BANK: text(),
  API_KEY: text({ secret: true, optional: true }),
  ...(process.env.ENV === 'staging' ? { TRIAL: text({ default: 'yes' }) } : {}),
})
`,
  'functions/news/openapi.yaml': contract,
  'functions/news/config.ts': `import { config, text } from 'twelvefold'

export const settings = config('news', { SHOP_BANNER: text({ optional: true }), NEWS_FROM: text({ optional: true }) })
`,
  'env/staging.env':
    'LOG_LEVEL=debug\nSHOP_BANNER=a test\nAPI_KEY=hunter2\nNODE_OPTIONS=--trace-warnings\nNPM_TOKEN=a\n',
  'env/production.env': `LOG_LEVEL=info\nSHOP_NOTE="${'long '.repeat(20)}"\nNEWS_FROM=ada@example.com\nSHOP_BANK=\n`,
}

test('what two environments differ in stands side by side, defaults included and secrets hidden; it exits with 1', async (context) => {
  const { root } = createProject(context, files)

  const running = runCommand(context, root, ['env', 'diff', 'staging', 'production'])

  assert.equal(await running.ended(), 1, running.output())
  assert.deepEqual(
    running
      .output()
      .trimEnd()
      .split('\n')
      .map((line) => line.split(/ {2,}/)),
    [
      ['VARIABLE', 'NEEDED BY', 'staging', 'production'],
      ['API_KEY', 'shop', 'set', 'not set'],
      ['LOG_LEVEL', 'kit', 'debug', 'info'],
      ['NEWS_FROM', 'news', 'not set', 'ada@example.com'],
      ['NODE_OPTIONS', '--trace-warnings', 'not set'],
      ['NPM_TOKEN', 'set', 'not set'],
      ['SHOP_BANNER', 'news, shop', 'a test', 'not set'],
      ['SHOP_NOTE', 'shop', 'not set', 'long '.repeat(20).trimEnd()],
      ['SHOP_PAGE_SIZE', 'shop', '5', '20'],
      ['TRIAL', 'shop', 'yes', 'not set'],
    ],
  )
})

test('--json is for programs; what is set where it is called does not count, but SERVICES narrows it', async (context) => {
  const { root } = createProject(context, files)
  const own = { SERVICES: 'news', LOG_LEVEL: 'warn', NEWS_FROM: 'desk@example.com' }

  const running = runCommand(context, root, ['env', 'diff', 'production', 'staging', '--json'], own)

  assert.equal(await running.ended(), 1, running.output())
  const rows: { variable: string }[] = JSON.parse(running.output())
  assert.deepEqual(
    rows.filter(({ variable }) => ['LOG_LEVEL', 'NEWS_FROM', 'SHOP_PAGE_SIZE'].includes(variable)),
    [
      { variable: 'LOG_LEVEL', neededBy: ['kit'], values: { production: 'info', staging: 'debug' } },
      { variable: 'NEWS_FROM', neededBy: ['news'], values: { production: 'ada@example.com', staging: null } },
    ],
  )
})

test('without a difference it says so and exits with 0', async (context) => {
  const { root } = createProject(context, files)

  const running = runCommand(context, root, ['env', 'diff', 'staging', 'staging'])

  assert.equal(await running.ended(), 0)
  assert.equal(running.output(), 'staging and staging are the same\n')
})

test('an environment without a file is a fault of the configuration, and the others are named', async (context) => {
  const { root } = createProject(context, files)

  const running = runCommand(context, root, ['env', 'diff', 'staging', 'prod'])

  assert.equal(await running.ended(), 78)
  assert.match(running.output(), /^ENV: is "prod", and there is no env\/prod\.env; there are production, staging$/m)
})

test('a config.ts that throws, or ends its process, fails the comparison', async (context) => {
  const config = (code: string) => ({ ...files, 'functions/shop/config.ts': code })
  const throwing = createProject(context, config("throw new Error('no bank today')"))
  const ending = createProject(context, config('process.exit(3)'))

  const thrown = runCommand(context, throwing.root, ['env', 'diff', 'staging', 'production'])
  const ended = runCommand(context, ending.root, ['env', 'diff', 'staging', 'production'])

  assert.equal(await thrown.ended(), 1)
  assert.match(thrown.output(), /no bank today/)
  assert.equal(await ended.ended(), 1)
  assert.equal(ended.output(), 'The config.ts of a service ends the process, with 3.\n')
})

test('check and env --check refuse a secret in any env file and exit with 78', async (context) => {
  const { root } = createProject(context, { ...files, 'env/dev.env': 'SHOP_BANK=example\n' })

  const all = runCommand(context, root, ['check'])
  const one = runCommand(context, root, ['env', '--check'], { ENV: 'dev' })

  assert.equal(await all.ended(), 78, all.output())
  assert.equal(await one.ended(), 78, one.output())
  for (const { output } of [all, one]) {
    assert.match(output(), /^API_KEY: is a secret, and env\/staging\.env:3 gives it a value; /m)
    assert.doesNotMatch(output(), /hunter2/)
  }
})
