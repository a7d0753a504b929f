import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { fakeCf } from '../fakes/cf.ts'
import { type Git, initCheckout } from '../fakes/checkout.ts'
import { type Running, runCommand, runNode } from '../fakes/command.ts'
import { createProject, smallShop } from '../fakes/project.ts'
import { runApart } from '../fakes/terminal.ts'

const manifest = `
applications:
  - name: shop
    path: dist
    command: exec node server.js
    memory: 128M
    instances: 2
    routes: [{ route: ((host)) }]
    env: { ENV: ((env)), VERSION: ((version)), PUBLIC_URL: ((url)), METRICS_TOKEN: ((metrics_token)) }
  - name: shop-orders
    path: dist
    command: exec node server.js
    memory: 128M
    instances: 2
    routes: [{ route: ((host))/orders }]
    env: { ENV: ((env)), VERSION: ((version)) }
`

const files = {
  ...smallShop,
  'manifest.yml': manifest,
  'env/staging.env': '',
  'env/production.env': '',
  'staging.yml': 'host: staging.example.com\nurl: https://staging.example.com\n',
  'production.yml': 'host: shop.example.com\nurl: https://shop.example.com\n',
  '.gitignore': 'node_modules/\ngenerated/\ndist/\n.serverless/\n',
}

const main = join(import.meta.dirname, '../../lib/cli/main.ts')

const secret = 'only-for-scrapers'

interface Shop {
  root: string
  git: Git
  calls: ReturnType<typeof fakeCf>['calls']
  /** A folder for temporary files that nobody else uses. */
  temporary: string
  env: Record<string, string>
}

/** A project whose one commit has the tag v1.4.0, and a `cf` that is at its staging space. */
function openShop(context: TestContext, more: Record<string, string> = {}): Shop {
  const { root } = createProject(context, { ...files, ...more })
  const git = initCheckout(root)
  git('tag', 'v1.4.0')
  const cf = fakeCf(context)
  const temporary = mkdtempSync(join(tmpdir(), 'twelvefold-temporary-'))
  context.after(() => rmSync(temporary, { recursive: true }))
  return {
    root,
    git,
    temporary,
    calls: cf.calls,
    env: { ...cf.env, METRICS_TOKEN: secret, DEPLOY_PLATFORM: 'cloud-foundry' },
  }
}

const deploy = ({ root, env }: Shop, args: string[], more: Record<string, string> = {}) =>
  runApart(root, ['deploy', ...args], { env: { ...env, ...more } })

const commandsOf = (shop: Shop): string[] => shop.calls().map(({ args }) => args.join(' '))

test('staging is built, and pushed by a rolling deployment with its vars file and the version of the tag', async (context) => {
  const shop = openShop(context)

  const { code, stdout } = await deploy(shop, ['staging'])

  const calls = shop.calls()
  assert.equal(code, 0, stdout)
  assert.deepEqual(commandsOf(shop).slice(0, 2), ['version', 'target'])
  const [, ownVars] = /--vars-file staging\.yml --vars-file (\S+) /.exec(commandsOf(shop)[2] ?? '') ?? []
  assert.deepEqual(
    commandsOf(shop)[2]?.replace(String(ownVars), '<own>'),
    [
      'push shop --strategy rolling --vars-file staging.yml --vars-file <own>',
      '--var env=staging --var version=1.4.0',
    ].join(' '),
  )
  assert.match(
    stdout,
    /twelvefold build[\s\S]*dist\/server\.js: 1 services[\s\S]*Pushing app shop[\s\S]*deployed 1\.4\.0 of shop to staging/,
  )
  assert.deepEqual(calls[2]?.vars[1], { metrics_token: secret })
})

test('a secret is in a file that nobody else can read and that is gone afterwards, in no argument and not printed', async (context) => {
  const shop = openShop(context)

  const { stdout, stderr } = await deploy(shop, ['staging', '--no-build'], {
    CF_USERNAME: 'ci',
    CF_PASSWORD: 'hush',
    CF_API: 'https://api.example.com',
    CF_ORG: 'shop',
  })

  const calls = shop.calls()
  const push = calls.at(-1)
  assert.equal(push?.args[0], 'push')
  assert.equal(push?.modes[1], 0o600)
  assert.ok(calls.every(({ args }) => !args.join(' ').match(/only-for-scrapers|hush/)))
  assert.doesNotMatch(stdout + stderr, /only-for-scrapers|hush/)
  assert.match(stdout, /metrics_token \(from METRICS_TOKEN\)/)
  const [, folder = ''] = /(\/\S+)\/vars\.yml/.exec(stdout) ?? []
  assert.ok(folder.startsWith(tmpdir()))
  assert.equal(readdirSync(tmpdir()).includes(folder.slice(tmpdir().length + 1)), false)
})

test('a cf that is missing is said', async (context) => {
  const shop = openShop(context)

  const { code, stderr } = await deploy(shop, ['staging'], { PATH: join(shop.root, 'nowhere') })

  assert.equal(code, 78)
  assert.match(stderr, /cf: there is no such program in PATH.*cf-cli\/install/)
})

test('production gets releases only', async (context) => {
  const shop = openShop(context)
  shop.git('commit', '--quiet', '--allow-empty', '-m', 'Go on')

  const refused = await deploy(shop, ['production', '--no-build'])
  const calls = shop.calls().length
  const allowed = await deploy(shop, ['production', '--no-build', '--allow-untagged'], { CF_SPACE: 'staging' })

  assert.deepEqual([refused.code, calls, allowed.code], [2, 0, 0])
  assert.match(refused.stderr, /no tag of a version.*--allow-untagged/)
  const dry = await deploy(shop, ['production', '--dry-run'])
  assert.equal(dry.code, 0)
  assert.match(dry.stdout, /^# It would be refused: .*--allow-untagged/)
  assert.match(String(commandsOf(shop).at(-1)), /--var env=production --var version=1\.4\.0-1-g[0-9a-f]+$/)
})

test('a dry run says what would be run, and runs nothing', async (context) => {
  const shop = openShop(context)

  const { code, stdout } = await deploy(shop, ['staging', '--dry-run', '--app', 'shop,shop-orders'])

  assert.equal(code, 0)
  assert.deepEqual(
    stdout
      .trimEnd()
      .split('\n')
      .filter((line) => !line.startsWith('#')),
    [
      'cf version',
      'cf target',
      'twelvefold build',
      ...['shop', 'shop-orders'].map(
        (app) =>
          `cf push ${app} --strategy rolling --vars-file staging.yml --vars-file ${tmpdir()}/twelvefold-deploy-XXXXXX/vars.yml --var env=staging --var version=1.4.0`,
      ),
    ],
  )
  assert.deepEqual(shop.calls(), [])
})

test('what the platform refuses ends with 1, and its own words are shown', async (context) => {
  const shop = openShop(context)

  const { code, stdout, stderr } = await deploy(shop, ['staging', '--no-build', '--app', 'shop,shop-orders'], {
    FAKE_CF_FAILS: 'push',
  })

  assert.equal(code, 1)
  assert.match(stdout, /The server said no\./)
  assert.match(stderr, /FAILED[\s\S]*cf push shop .* failed with 1/)
  assert.equal(commandsOf(shop).filter((line) => line.startsWith('push')).length, 1)
})

for (const [signal, number] of Object.entries({ SIGINT: 2, SIGHUP: 1 }))
  test(`${signal} is passed on, its end is waited for, and nothing is left`, async (context) => {
    const shop = openShop(context)
    const running: Running = runCommand(context, shop.root, ['deploy', 'staging', '--no-build'], {
      ...shop.env,
      FAKE_CF_HANGS: 'push',
    })
    await running.printed(/Waiting for app to start/)

    running.child.kill(signal as NodeJS.Signals)

    assert.equal(await running.ended(), 128 + number)
    assert.match(running.output(), new RegExp(`called off ${signal}[\\s\\S]*was called off by ${signal}`))
    const [, folder = ''] = /(\/\S+)\/vars\.yml/.exec(running.output()) ?? []
    assert.equal(readdirSync(tmpdir()).includes(folder.slice(tmpdir().length + 1)), false)
  })

test('it goes on, and nothing is left, though nobody reads on what it says', async (context) => {
  const shop = openShop(context)
  const script = `const child = require('node:child_process').spawn(process.execPath, [${JSON.stringify(main)}, 'deploy', 'staging', '--no-build'], { stdio: ['ignore', 'pipe', 'inherit'] })
    child.stdout.destroy()
    child.on('exit', (code) => console.log('code', code))`

  const closed = runNode(context, shop.root, ['-e', script], { ...shop.env, TMPDIR: shop.temporary })

  await closed.ended()
  assert.equal(closed.output(), 'code 0\n')
  assert.equal(shop.calls().at(-1)?.args[0], 'push')
  assert.deepEqual(readdirSync(shop.temporary), [])
})

test('going back cancels a deployment that is under way', async (context) => {
  const shop = openShop(context)

  const { code } = await deploy(shop, ['staging', '--rollback'], { FAKE_CF_DEPLOYING: 'yes' })

  assert.equal(code, 0)
  assert.deepEqual(commandsOf(shop), ['version', 'target', 'cancel-deployment shop'])
})

/** A serverless that notes how it was called, and makes what a package is. */
const serverless = {
  'node_modules/serverless/package.json': JSON.stringify({
    name: 'serverless',
    version: '4.3.1',
    bin: { serverless: 'run.cjs' },
  }),
  'node_modules/serverless/run.cjs': `
const { appendFileSync, mkdirSync, writeFileSync } = require('node:fs')
const { ENV, VERSION } = process.env
appendFileSync('.serverless.ndjson', JSON.stringify({ args: process.argv.slice(2), ENV, VERSION }) + '\\n')
if (process.argv[2] === 'package') {
  mkdirSync('.serverless', { recursive: true })
  writeFileSync('.serverless/cloudformation-template-update-stack.json', '{"Resources":{}}')
}
else console.log('Deploying to AWS')
if (process.env.FAKE_SERVERLESS_FAILS === process.argv[2]) process.exit(1)
`,
}

test('on AWS the functions are packaged for the environment, and that package is deployed', async (context) => {
  const shop = openShop(context, { ...serverless, '.gitignore': `${files['.gitignore']}.serverless.ndjson\n` })
  const aws = { DEPLOY_PLATFORM: 'aws' }

  const done = await deploy(shop, ['production'], aws)
  const failed = await deploy(shop, ['staging', '--no-build'], { ...aws, FAKE_SERVERLESS_FAILS: 'deploy' })
  const back = await deploy(shop, ['production', '--rollback'], aws)

  const calls = readFileSync(join(shop.root, '.serverless.ndjson'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown)
  assert.equal(done.code, 0, done.stderr)
  assert.match(done.stdout, /Deploying to AWS\ndeployed 1\.4\.0 to production \(aws\)/)
  assert.deepEqual(calls, [
    { args: ['package'], ENV: 'production', VERSION: '1.4.0' },
    { args: ['deploy', '--package', '.serverless'], ENV: 'production', VERSION: '1.4.0' },
    { args: ['deploy', '--package', '.serverless'], ENV: 'staging', VERSION: '1.4.0' },
  ])
  assert.equal(failed.code, 1)
  assert.match(failed.stderr, /serverless deploy --package \.serverless failed with 1/)
  assert.equal(back.code, 2)
  assert.match(back.stderr, /git switch --detach/)
})
