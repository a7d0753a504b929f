import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { runCommand, runNode } from '../fakes/command.ts'
import { contract, createProject, handler, serverless } from '../fakes/project.ts'

/** The version that "npm run test:matrix" tries, by its own word; without it that of this process. */
const { MATRIX_NODE: wanted = process.versions.node } = process.env

const getNode = `
/shop/node:
  get:
    operationId: getNode
    responses:
      "200": { description: ok, content: { application/json: { schema: { type: object } } } }
`

test('services run on the Node that is tried, on the offline host and on the process host', async (context) => {
  const { root } = createProject(context, {
    'functions/shop/openapi.yaml': contract(getNode),
    'functions/shop/get-node.ts': handler('getNode', '{ node: process.versions.node }'),
    'serverless.yml': serverless,
  })
  const env = { PORT: '0', ENV: 'dev', HOST: '127.0.0.1' }
  const nodeOf = async (base: string): Promise<unknown> => (await fetch(`${base}/shop/node`)).json()

  const offline = runCommand(context, root, ['start'], env)
  const [, base = ''] = await offline.printed(/services at (http:\/\/[\w.]+:\d+)/)
  assert.deepEqual(await nodeOf(base), { node: wanted })

  assert.equal(await runCommand(context, root, ['build']).ended(), 0)
  const server = runNode(context, root, ['dist/server.js'], env)
  const [, port] = await server.printed(/"port":(\d+)/)
  assert.deepEqual(await nodeOf(`http://127.0.0.1:${port}`), { node: wanted })
})

test('"node" is that one as well, and npm finds no other, though a project has a Node of its own', (context) => {
  const project = projectWithNode(context)
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const run = (command: string, ...args: string[]): string =>
    execFileSync(command, args, { cwd: project, env, encoding: 'utf8' }).trim()

  assert.equal(run('node', '--print', 'process.versions.node'), wanted)
  assert.equal(run('npm', 'run', '--silent', 'which-node'), wanted)
})

/** In its `node_modules/.bin` is this repository's own Node, which npm would find first. */
function projectWithNode(context: TestContext): string {
  const root = mkdtempSync(join(tmpdir(), 'twelvefold-node-'))
  context.after(() => rmSync(root, { recursive: true }))
  const scripts = { 'which-node': 'node --print process.versions.node' }
  writeFileSync(join(root, 'package.json'), JSON.stringify({ private: true, scripts }))
  symlinkSync(join(import.meta.dirname, '../../node_modules'), join(root, 'node_modules'))
  return root
}
