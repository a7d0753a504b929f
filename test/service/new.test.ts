import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { runCommand, runNode } from '../fakes/command.ts'
import { createProject, smallShop } from '../fakes/project.ts'

const repository = join(import.meta.dirname, '../..')
const biome = join(repository, 'node_modules/@biomejs/biome/bin/biome')
const tsc = join(repository, 'node_modules/typescript/bin/tsc')
const settings = {
  'biome.json': readFileSync(join(repository, 'biome.json'), 'utf8'),
  'tsconfig.json': readFileSync(join(repository, 'template/tsconfig.json'), 'utf8'),
}

describe('twelvefold new', () => {
  for (const service of ['gift-cards', 'ab', 'recommendation-engin'])
    test(`${service} passes its own tests, the checks, the compiler and the formatter, untouched`, async (context) => {
      const { root } = createProject(context, { ...smallShop, ...settings })
      symlinkSync(join(repository, 'node_modules/@types'), join(root, 'node_modules/@types'))

      const made = runCommand(context, root, ['new', service])
      assert.equal(await made.ended(), 0, made.output())
      const generated = runCommand(context, root, ['generate'])
      assert.equal(await generated.ended(), 0, generated.output())

      const own = readdirSync(join(root, 'test/unit', service)).map((file) => join('test/unit', service, file))
      const checks = [
        runNode(context, root, ['--test', ...own]),
        runNode(context, root, [biome, 'check', 'functions', 'test']),
        runNode(context, root, [tsc]),
        runCommand(context, root, ['check']),
      ]
      for (const check of checks) assert.equal(await check.ended(), 0, check.output())
      assert.match(checks[0]?.output() ?? '', /pass 10\b/)
    })

  test('a host that is running answers it at once', async (context) => {
    const { root } = createProject(context, smallShop)
    const dev = runCommand(context, root, ['dev'], { PORT: '0', HOST: '127.0.0.1' })
    const [, port] = await dev.printed(/1 services at http:\/\/[\w.-]+:(\d+)/)

    const made = runCommand(context, root, ['new', 'gift-cards'])
    assert.equal(await made.ended(), 0, made.output())
    await dev.printed(/reloaded in/)

    const response = await fetch(`http://127.0.0.1:${port}/gift-cards?limit=2`)
    assert.equal(response.status, 200)
    assert.equal(((await response.json()) as unknown[]).length, 2)
    assert.match(response.headers.get('link') ?? '', /rel="next"/)
  })

  test('where there is a manifest, it says how the service gets into it', async (context) => {
    const { root } = createProject(context, smallShop)
    const without = runCommand(context, root, ['new', 'gift-cards'])
    await without.ended()
    writeFileSync(join(root, 'manifest.yml'), '')
    const made = runCommand(context, root, ['new', 'parcels'])

    assert.equal(await made.ended(), 0)
    assert.match(
      made.output(),
      /\n {2}npm test\n {2}npx twelvefold manifest makes an application of it\n {2}functions\//,
    )
    assert.match(without.output(), /\n {2}npm test\n {2}functions\//)
  })

  test('--dry-run says what it would write, and writes nothing', async (context) => {
    const { root } = createProject(context, smallShop)
    const made = runCommand(context, root, ['new', 'gift-cards', '--dry-run'])

    assert.equal(await made.ended(), 0)
    assert.match(made.output(), /would be written:\n(?:.*\n)* {2}functions\/gift-cards\/openapi\.yaml\n/)
    assert.deepEqual(readdirSync(join(root, 'functions')), ['shop'])
  })

  const taken: [string, string, Record<string, string>, RegExp][] = [
    ['a service', 'shop', {}, /shop is taken: functions\/shop is there already/],
    ['a folder', 'gifts', { 'functions/gifts/notes.txt': '' }, /gifts is taken/],
    [
      'a collection',
      'gifts',
      { 'functions/shop/gifts.ts': `export const all = collection<Gift>('gifts', {})` },
      /a collection gifts already, in functions\/shop\/gifts\.ts/,
    ],
    [
      'a test',
      'gifts',
      { 'test/unit/gifts/gifts.test.ts': 'mine' },
      /Nothing was written.*\n {2}test\/unit\/gifts\/gifts\.test\.ts\n/,
    ],
    ['a bad name', 'Gifts', {}, /Gifts cannot be a name/],
  ]
  for (const [what, service, more, message] of taken) {
    test(`${what} in the way is named, and nothing is written`, async (context) => {
      const { root } = createProject(context, { ...smallShop, ...more })
      const made = runCommand(context, root, ['new', service])

      assert.equal(await made.ended(), 1)
      assert.match(made.output(), message)
      assert.ok(!existsSync(join(root, 'functions', service, 'demo.ts')))
      assert.ok(!existsSync(join(root, 'functions/problem.yaml')))
    })
  }

  test('outside of a project it says so', async (context) => {
    const { root } = createProject(context, { 'package.json': '{ "name": "another" }' })
    const made = runCommand(context, root, ['new', 'gifts'])

    assert.equal(await made.ended(), 1)
    assert.match(made.output(), /is no project: no package\.json there has imports of #contracts\/\*/)
  })
})
