import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { runCommand } from '../fakes/command.ts'
import { createProject } from '../fakes/project.ts'

async function init(context: TestContext, files: Record<string, string>, ...args: string[]) {
  const { root } = createProject(context, { 'kit-1.2.3.tgz': 'a tarball', ...files })
  const command = runCommand(context, root, ['init', ...args])
  const code = await command.ended()
  return { root, code, output: command.output() }
}

const kit = ['--kit', 'kit-1.2.3.tgz']

describe('twelvefold init', () => {
  test('names the project after its folder, and takes the tarball along', async (context) => {
    const { root, code, output } = await init(context, {}, 'my-shop', '--service', 'gift-cards', ...kit)

    assert.equal(code, 0, output)
    const read = (path: string): string => readFileSync(join(root, 'my-shop', path), 'utf8')
    const { name, dependencies } = JSON.parse(read('package.json'))
    assert.deepEqual(
      { name, dependencies },
      { name: 'my-shop', dependencies: { twelvefold: 'file:vendor/kit-1.2.3.tgz' } },
    )
    assert.equal(read('vendor/kit-1.2.3.tgz'), 'a tarball')
    assert.match(read('serverless.yml'), /^service: my-shop$/m)
    assert.match(read('.gitignore'), /^node_modules\/$/m)
    assert.match(read('functions/gift-cards/openapi.yaml'), /operationId: listGiftCards/)
    assert.match(output, /\n {2}cd my-shop && npm install\n/)
  })

  test('nothing of the template is called what it is called there', async (context) => {
    const { root } = await init(context, {}, 'my-shop', ...kit)

    const entries = readdirSync(join(root, 'my-shop'), { recursive: true, withFileTypes: true })
    for (const entry of entries.filter((entry) => entry.isFile())) {
      const path = join(entry.parentPath, entry.name)
      assert.doesNotMatch(path + readFileSync(path, 'utf8'), /sample[- ]?(?:item|service|project)/i, path)
    }
  })

  test('a folder that has nothing but .git will do', async (context) => {
    const { code, output } = await init(context, { 'shop/.git/HEAD': '' }, 'shop', ...kit)

    assert.equal(code, 0, output)
  })

  test('what is no tarball is for npm to fetch', async (context) => {
    const { root } = await init(context, {}, 'shop', '--kit', '1.2.3')

    assert.match(readFileSync(join(root, 'shop/package.json'), 'utf8'), /"twelvefold": "1\.2\.3"/)
    assert.ok(!existsSync(join(root, 'shop/vendor')))
  })

  test('a tarball may be named as package.json does', async (context) => {
    const { root, output } = await init(context, {}, 'shop', '--kit', 'file:kit-1.2.3.tgz')

    assert.ok(existsSync(join(root, 'shop/vendor/kit-1.2.3.tgz')), output)
  })

  test('--dry-run writes nothing', async (context) => {
    const { root, code, output } = await init(context, {}, 'shop', '--dry-run', ...kit)

    assert.equal(code, 0)
    assert.match(output, /This would be written.*\n(?: {2}.*\n)* {2}vendor\/kit-1\.2\.3\.tgz\n/)
    assert.ok(!existsSync(join(root, 'shop')))
  })

  const refused: [string, Record<string, string>, string[], RegExp][] = [
    ['a folder with something in it', { 'shop/mine.txt': '' }, ['shop', ...kit], /shop is not empty: it has mine\.txt/],
    ['a file', { shop: '' }, ['shop', ...kit], /shop is a file/],
    [
      'a folder that cannot be made',
      { shop: '' },
      ['shop/inner', ...kit],
      /^ENOTDIR: not a directory, mkdir '[^']*shop\/inner'\n$/,
    ],
    ['an empty dependency', {}, ['shop', '--kit', ''], /^The packed kit was not found\. Name it with --kit/],
    [
      'a name that npm would not take',
      {},
      ['My Shop', ...kit],
      /My Shop cannot be the name of a project: say with --name/,
    ],
    ['the name of the kit', {}, ['twelvefold', ...kit], /cannot be called twelvefold/],
    ['a bad name of its service', {}, ['shop', '--service', 'class', ...kit], /class is a word of JavaScript/],
    ['a tarball that is not there', {}, ['shop', '--kit', 'no.tgz'], /The packed kit cannot be read: ENOENT.*no\.tgz/],
  ]
  for (const [what, files, args, message] of refused) {
    test(`${what} is refused, and nothing is written`, async (context) => {
      const { root, code, output } = await init(context, files, ...args)

      assert.equal(code, 1)
      assert.match(output, message)
      assert.ok(!existsSync(join(root, args[0] ?? '', 'package.json')))
    })
  }
})
