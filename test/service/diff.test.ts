import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, renameSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { compareProject } from '../../lib/cli/diff/compare-project.ts'
import type { CommandError } from '../../lib/cli/failure.ts'
import { openProject, type Project } from '../../lib/contract/project.ts'
import { runCommand } from '../fakes/command.ts'
import { createProject, handler, writeFiles } from '../fakes/project.ts'

/** A contract whose list has a name of at most so many characters, from a file that it shares. */
const shop = ({ version = '1.0.0', path = '/shop/items', limit = '' } = {}): string => `openapi: 3.1.0
info: { title: Shop, version: ${version} }
security: []
paths:
  ${path}:
    get:
      operationId: listItems
      parameters:
        - { name: limit, in: query, schema: { type: integer${limit} } }
      responses:
        "200":
          description: All items.
          content:
            application/json:
              schema: { type: array, items: { $ref: "../shared.yaml#/Item" } }
`

const shared = (name = 'type: string'): string => `Item:
  type: object
  required: [name]
  properties:
    name: { ${name} }
`

const files = {
  'functions/shop/openapi.yaml': shop(),
  'functions/shared.yaml': shared(),
  'functions/shop/list-items.ts': handler('listItems', '[{ name: "Lamp" }]'),
}

/** A project whose first commit is the branch `main`. */
function createRepository(context: TestContext, tracked: Record<string, string> = files): Project {
  const project = createProject(context, tracked)
  const git = (...args: string[]): void => {
    execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada', '-c', 'commit.gpgsign=false', ...args], {
      cwd: project.root,
      stdio: 'ignore',
    })
  }
  git('init', '--initial-branch=main')
  git('add', 'functions')
  git('commit', '-m', 'The first version')
  return project
}

async function runDiff(
  context: TestContext,
  { root }: Pick<Project, 'root'>,
  ...args: string[]
): Promise<{ code: number | null; output: string }> {
  const running = runCommand(context, root, ['diff', ...args])
  const code = await running.ended()
  return { code, output: running.output() }
}

test('diff with a commit: nothing has changed, and nothing is asked', async (context) => {
  const project = createRepository(context)

  const { code, output } = await runDiff(context, project, 'main')

  assert.equal(code, 0)
  assert.match(output, /^Compared with main \([0-9a-f]{7}\): no changes; the version bump is none\n$/)
})

test('diff with a commit: a break fails, with its operation, its place, and what to do', async (context) => {
  const project = createRepository(context)
  writeFiles(project.root, { 'functions/shared.yaml': shared('type: [string, "null"]') })

  const { code, output } = await runDiff(context, project, 'main')

  assert.equal(code, 1)
  assert.match(output, /^shop 1\.0\.0: asks for major$/m)
  assert.match(
    output,
    /^ {2}breaking {6}GET \/shop\/items \(listItems\), response 200 \/-\/name: type: string → null \| string\n +null-added {2}functions\/shared\.yaml:5$/m,
  )
  assert.match(output, /shop breaks its clients: raise info\.version from 1\.0\.0 to 2\.0\.0/)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: no colours where nobody looks
  assert.doesNotMatch(output, /\u001b/)
})

test('diff with a commit: a new major version announces a break', async (context) => {
  const project = createRepository(context)
  writeFiles(project.root, {
    'functions/shop/openapi.yaml': shop({ version: '2.0.0', limit: ', maximum: 5' }),
  })

  const { code, output } = await runDiff(context, project, 'main')

  assert.equal(code, 0)
  assert.match(output, /^shop 1\.0\.0 → 2\.0\.0: asks for major$/m)
  assert.match(output, /query parameter limit: maximum: none → 5/)
})

test('diff with a commit: what is gone and goes on under /v2 is announced by that', async (context) => {
  const project = createRepository(context)
  writeFiles(project.root, { 'functions/shop/openapi.yaml': shop({ path: '/shop/v2/items' }) })

  const { code, output } = await runDiff(context, project, 'main')

  assert.equal(code, 0)
  assert.match(output, /GET \/shop\/items \(listItems\): removed; its successor is GET \/shop\/v2\/items/)
  assert.match(output, /the version bump is major/)
})

test('diff with a commit: services that came and went', async (context) => {
  const old = shop().replaceAll('/shop', '/stock')
  const project = createRepository(context, { ...files, 'functions/stock/openapi.yaml': old })
  execFileSync('rm', [join(project.functions, 'stock', 'openapi.yaml')])
  writeFiles(project.root, { 'functions/store/openapi.yaml': shop().replaceAll('/shop', '/store') })

  const { code, output } = await runDiff(context, project, 'main')

  assert.equal(code, 1)
  assert.match(output, /^stock 1\.0\.0 → gone: asks for major\n {2}breaking {6}the service is gone$/m)
  assert.match(output, /^store new → 1\.0\.0: asks for minor\n {2}additive {6}the service is new$/m)
  assert.deepEqual((await runDiff(context, project, 'main', 'shop')).code, 0)
})

test('diff --format json and markdown are for scripts and reviews', async (context) => {
  const project = createRepository(context)
  writeFiles(project.root, {
    'functions/shop/openapi.yaml': shop({ limit: ', description: "a | b"' }),
    'functions/shared.yaml': shared('{}').replace('{ {} }', '{}'),
  })

  const json = await runDiff(context, project, 'main', '--format', 'json')
  const markdown = await runDiff(context, project, 'main', '--format', 'markdown')

  assert.equal(json.code, 1)
  const { bump, passed, services } = JSON.parse(json.output)
  assert.deepEqual({ bump, passed }, { bump: 'major', passed: false })
  assert.deepEqual(services[0].changes[0], {
    level: 'breaking',
    rule: 'type-widened',
    endpoints: ['GET /shop/items'],
    operations: ['listItems'],
    where: 'response 200 /-/name',
    message: 'type: string → any',
    file: 'functions/shared.yaml',
    line: 5,
    pointer: '/Item/properties/name',
  })
  assert.match(markdown.output, /^### shop 1\.0\.0: major$/m)
  assert.match(
    markdown.output,
    /^\| \*\*breaking\*\* \| GET \/shop\/items \(listItems\), response 200 \/-\/name: type: string → any \| `type-widened` functions\/shared\.yaml:5 \|$/m,
  )
})

test('diff with a file: the service is known by its paths, and OpenAPI 3.0 is understood', async (context) => {
  const project = createProject(context, {
    ...files,
    'old/shop.yaml': shop()
      .replace('3.1.0', '3.0.3')
      .replace('type: integer', 'type: integer, nullable: true')
      .replace('../shared', './shared'),
    'old/shared.yaml': shared(),
  })

  const { code, output } = await runDiff(context, project, 'old/shop.yaml')

  assert.equal(code, 1)
  assert.match(output, /query parameter limit: type: null \| integer → integer\n +null-removed/)
})

test('diff with a running process, and with the document that it publishes', async (context) => {
  const project = createProject(context, files)
  const running = runCommand(context, project.root, ['dev'], { PORT: '0', STORE_URL: 'sqljs::memory:' })
  const [, base = ''] = await running.printed(/services at (http:\/\/localhost:\d+)/)

  const deployment = await runDiff(context, project, `${base}/`)
  const document = await runDiff(context, project, `${base}/shop/-/openapi.json`)

  assert.deepEqual(deployment, { code: 0, output: `Compared with ${base}: no changes; the version bump is none\n` })
  assert.equal(document.code, 0)
  assert.match(document.output, /no changes/)
})

test('diff with a deployment that does not publish its contracts says so', async (context) => {
  const server = createServer((request, response) => {
    response.writeHead(request.url?.endsWith('/-/version') ? 200 : 404).end('{}')
  }).listen(0)
  context.after(() => server.close())
  const project = createProject(context, files)

  const { code, output } = await runDiff(context, project, `http://localhost:${(server.address() as AddressInfo).port}`)

  assert.equal(code, 2)
  assert.match(output, /shop\/-\/openapi\.json is not published: there DOCS is off/)
})

const failures: [sentence: string, source: string, service: string | undefined, code: number, message: RegExp][] = [
  ['an unknown ref', 'nowhere', undefined, 2, /nowhere is neither a file nor a commit that is known here/],
  ['what would be an option of git', '--all', undefined, 2, /--all is neither a file nor a commit/],
  ['an unknown service', 'main', 'stck', 2, /There is no service stck; there are shop\./],
  ['a file that is no contract', 'functions/shared.yaml', undefined, 2, /shared\.yaml cannot be compared/],
  ['a file that is not even YAML', 'functions/shop/list-items.ts', undefined, 2, /list-items\.ts cannot be compared/],
  ['a contract of nobody here', 'other.yaml', undefined, 2, /Its paths do not say which service .*other\.yaml is of/],
  ['an address where nobody is', 'http://localhost:9', undefined, 69, /http:\/\/localhost:9 cannot be reached/],
]

for (const [sentence, written, service, exitCode, message] of failures) {
  test(`diff with ${sentence} says so, with exit code ${exitCode}`, async (context) => {
    const other = shop({ path: '/other/items' }).replace('../shared.yaml', './functions/shared.yaml')
    const project = createRepository(context, { ...files, 'other.yaml': other })
    const source = written.includes('.yaml') || written.includes('.ts') ? join(project.root, written) : written

    await assert.rejects(compareProject(project, source, service), (error: CommandError) => {
      assert.match(error.message, message)
      assert.equal(error.exitCode, exitCode)
      return true
    })
  })
}

const malformed: [sentence: string, operation: string][] = [
  ['parameters that are no list', 'parameters: {}'],
  ['a schema whose allOf is no list', 'parameters: [{ name: limit, in: query, schema: { allOf: {} } }]'],
]

for (const [sentence, written] of malformed) {
  test(`diff with a document that has ${sentence} is not taken for a break`, async (context) => {
    const old = shop().replace(/parameters:\n.*\n/, `${written}\n`)
    const project = createProject(context, { ...files, 'old.yaml': old.replace('../shared', './functions/shared') })

    const { code, output } = await runDiff(context, project, 'old.yaml')

    assert.match(output, /old\.yaml/)
    assert.doesNotMatch(output, /TypeError|^ +at /m)
    assert.equal(code, 2, output)
  })
}

/** What a server answers by its path, and where it is. */
function serve(context: TestContext, answers: Record<string, (response: ServerResponse) => void>): string {
  const server = createServer((request, response) => {
    const answer = answers[request.url ?? '']
    if (answer === undefined) response.writeHead(404).end()
    else answer(response)
  }).listen(0)
  context.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://localhost:${(server.address() as AddressInfo).port}`
}

test('diff with an address that never ends, is a page, or asks who is there, says so', async (context) => {
  const project = createProject(context, files)
  const base = serve(context, {
    '/huge': (response) => {
      const more = (): void =>
        void (response.write(' '.repeat(1_000_000)) ? setImmediate(more) : response.once('drain', more))
      more()
    },
    '/page': (response) => response.end('<!doctype html><script>const document = { openapi: "3.1.0" }</script>'),
    '/secret.yaml': (response) => response.writeHead(401).end(),
    '/failing.yaml': (response) => response.writeHead(500).end(),
  })
  const { port } = new URL(base)

  await assert.rejects(compareProject(project, `${base}/huge`), /answers with more than \d+ MB/)
  await assert.rejects(compareProject(project, `${base}/page`), /neither an OpenAPI document nor a deployment of shop/)
  await assert.rejects(
    compareProject(project, `${base}/secret.yaml`),
    /401.*asks who is there: fetch it, and compare with the file/,
  )
  await assert.rejects(compareProject(project, `${base}/failing.yaml`), { exitCode: 69 })
  await assert.rejects(compareProject(project, `http://ada:secret@localhost:${port}/`), ({ message }: Error) => {
    assert.match(message, /user and password/)
    assert.doesNotMatch(message, /secret/)
    return true
  })
})

test('diff with a commit follows a reference to another address, as the compiler does', async (context) => {
  const base = serve(context, { '/shared.yaml': (response) => response.end(shared()) })
  const contract = shop().replace('../shared.yaml', `${base}/shared.yaml`)
  const project = createRepository(context, { ...files, 'functions/shop/openapi.yaml': contract })

  const { services } = await compareProject(project, 'main')

  assert.deepEqual(
    services.map(({ changes }) => changes),
    [[]],
  )
})

test('diff reads OpenAPI 3.0 on both sides alike', async (context) => {
  const of = (more: string): string =>
    shop({ limit: more }).replace('3.1.0', '3.0.3').replace('../shared', './functions/shared')
  const contract = of(', nullable: true').replace('./functions/shared', '../shared')
  const project = createProject(context, { ...files, 'functions/shop/openapi.yaml': contract, 'old.yaml': of('') })

  const { services } = await compareProject(project, join(project.root, 'old.yaml'))

  assert.deepEqual(
    services.flatMap(({ changes }) => changes.map(({ rule }) => rule)),
    ['null-added'],
  )
})

test('diff with a commit that has the contracts elsewhere does not take them for new', async (context) => {
  const project = createRepository(context)
  const moved = join(project.root, 'apps', 'one')
  mkdirSync(moved, { recursive: true })
  renameSync(project.functions, join(moved, 'functions'))

  await assert.rejects(compareProject(openProject(moved), 'main'), (error: CommandError) => {
    assert.match(
      error.message,
      /main has no contract in apps\/one\/functions, but functions\/shop\/openapi\.yaml, which is gone/,
    )
    assert.equal(error.exitCode, 2)
    return true
  })
})

test('diff says in the words of git why it does not read a repository', async (context) => {
  const project = createRepository(context)
  writeFiles(project.root, { '.git/config': '[core]\n\trepositoryformatversion = 99\n' })

  await assert.rejects(compareProject(project, 'main'), /git cannot read .*: .*Expected git repo version/s)
})

test('diff with a format that there is not is not taken for a break, either', async (context) => {
  const { code, output } = await runDiff(context, createProject(context, files), 'main', '--format', 'xml')

  assert.match(output, /Allowed choices are text, json, markdown/)
  assert.equal(code, 2)
})

test('diff outside of a repository, and of a contract that is wrong, is not taken for a break', async (context) => {
  const outside = await runDiff(context, createProject(context, files), 'main')
  const project = createRepository(context)
  writeFiles(project.root, { 'functions/shop/openapi.yaml': shop().replace('#/Item', '#/Itm') })
  const wrong = await runDiff(context, project, 'main')

  assert.equal(outside.code, 2)
  assert.match(outside.output, /main is no file, and .* is in no git repository/)
  assert.equal(wrong.code, 2)
  assert.match(wrong.output, /The contracts of this project are wrong:\nfunctions\/shop\/openapi\.yaml:\d+/)
})
