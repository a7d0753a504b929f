import assert from 'node:assert/strict'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, test } from 'node:test'
import { runCommand } from '../fakes/command.ts'
import { createProject } from '../fakes/project.ts'
import { codeBlocks, commandLines, readAssignment, readCurl } from '../fakes/shell.ts'
import { ownPackages } from '../parity/hosts/workspace.ts'

const root = join(import.meta.dirname, '..', '..')
const readme = readFileSync(join(root, 'README.md'), 'utf8')
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> }

const documents = [
  'README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => join('docs', file)),
]

describe('README', () => {
  test('its two lines are the ones that a fresh machine needs', () => {
    const lines = codeBlocks(readme, 'sh').join('\n').split('\n')

    assert.ok(lines.includes('npm ci && npm start'))
    assert.ok(lines.includes('npm ci && npm test'))
  })

  test('its calls work, and its first handler does what it says', async (context) => {
    const serverless = readFileSync(join(root, 'serverless.yml'), 'utf8').replaceAll(
      './lib/',
      './node_modules/twelvefold/lib/',
    )
    const project = createProject(context, { 'serverless.yml': serverless })
    for (const part of ['functions', 'env']) cpSync(join(root, part), join(project.root, part), { recursive: true })
    for (const name of ownPackages) {
      const link = join(project.root, 'node_modules', name)
      mkdirSync(dirname(link), { recursive: true })
      symlinkSync(join(root, 'node_modules', name), link)
    }
    const running = runCommand(context, project.root, ['start'], { PORT: '0', ENV: 'dev' })
    const [, base = ''] = await running.printed(/services at (http:\/\/localhost:\d+)/)
    const variables: Record<string, string> = {}
    const call = async (command: string): Promise<Response> => {
      const { url, init } = readCurl(command, variables)
      return fetch(url.replace('http://localhost:3000', base), init)
    }
    const calls = codeBlocks(readme, 'sh')
      .flatMap(commandLines)
      .filter((line) => /^(?:\w+=\$\()?curl /.test(line))
    const [contract = '', code = ''] = [codeBlocks(readme, 'yaml')[0], codeBlocks(readme, 'ts')[0]]

    const before = calls.slice(0, -1)
    const statuses: number[] = []
    for (const line of before) {
      const assigned = readAssignment(line)
      const response = await call(assigned?.command ?? line)
      const body = (await response.json()) as Record<string, unknown>
      assert.ok(response.ok, `${line}: ${JSON.stringify(body)}`)
      statuses.push(response.status)
      if (assigned !== undefined) variables[assigned.name] = String(body[assigned.member])
    }

    const file = join(project.root, 'functions/hello/openapi.yaml')
    writeFileSync(join(project.root, 'functions/hello/shout.ts'), code)
    writeFileSync(file, readFileSync(file, 'utf8').replace('\ncomponents:', `\n${contract}\ncomponents:`))
    await running.printed(/reloaded in \d+ ms/)
    const last = calls.at(-1) ?? ''
    const answer = await (await call(last)).text()
    const tooOften = await call(last.replace('times=3', 'times=9'))
    const deleted = await call(`curl -X DELETE http://localhost:3000/hello/Ada/shout`)

    assert.deepEqual(statuses, [200, 200, 200, 200, 200, 201, 200, 200])
    assert.equal(answer, '{"message":"HELLO ADA!!!"}')
    assert.ok(readme.includes(answer))
    assert.deepEqual(((await tooOften.json()) as { errors: unknown }).errors, [
      { in: 'query', pointer: '/times', detail: 'must be <= 5' },
    ])
    assert.equal(deleted.headers.get('allow'), 'GET, HEAD, OPTIONS')
  })
})

describe('documents', () => {
  for (const file of documents) {
    test(`${file}: every npm script and command that it names exists`, () => {
      const text = readFileSync(join(root, file), 'utf8')
      const scripts = [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, name = '']) => name)
      const commands = [...text.matchAll(/npx twelvefold (\w+)/g)].map(([, name = '']) => name)
      const main = readFileSync(join(root, 'lib/cli/commands.ts'), 'utf8')

      for (const name of scripts) assert.ok(manifest.scripts[name] !== undefined, `npm run ${name}`)
      for (const name of commands) assert.match(main, new RegExp(`^ {2}${name}: \\{`, 'm'), `twelvefold ${name}`)
    })

    test(`${file}: every link to a file leads somewhere`, () => {
      const text = readFileSync(join(root, file), 'utf8').replace(/^```[\s\S]*?^```/gm, '')
      const links = [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, target = '']) => target)

      for (const link of links.filter((target) => !/^[a-z]+:/.test(target))) {
        const target = join(root, dirname(file), link)
        assert.ok(existsSync(target), `${link} → ${relative(root, target)}`)
      }
    })
  }
})
