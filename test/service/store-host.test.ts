import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { Project } from '../../lib/contract/project.ts'
import { type Running, runCommand } from '../fakes/command.ts'
import { contract, createProject } from '../fakes/project.ts'

const paths = `
/notes:
  post:
    operationId: addNote
    requestBody: { required: true, content: { application/json: { schema: { $ref: "#/components/schemas/Note" } } } }
    responses: { "201": { description: added, content: { application/json: { schema: { $ref: "#/components/schemas/Note" } } } } }
/notes/{noteId}:
  get:
    operationId: getNote
    parameters: [{ name: noteId, in: path, required: true, schema: { type: string } }]
    responses: { "200": { description: ok, content: { application/json: { schema: { $ref: "#/components/schemas/Note" } } } } }
`
const components = `
schemas:
  Note:
    type: object
    required: [noteId, text]
    properties: { noteId: { type: string }, text: { type: string } }
`
const files = {
  'functions/notes/openapi.yaml': contract(paths, components),
  'functions/notes/notes.ts': `import { collection, type } from 'twelvefold'
import type { Note } from '#contracts/notes'

export const notes = collection('notes', { document: type<Note>(), key: 'noteId', indexes: { byText: ['text'] } })
`,
  'functions/notes/add-note.ts': `import { endpoint } from 'twelvefold'
import { addNote } from '#contracts/notes'
import { notes } from './notes.ts'

export const handler = endpoint(addNote, ({ body }) => notes.insert(body))
`,
  'functions/notes/get-note.ts': `import { endpoint, problem } from 'twelvefold'
import { getNote } from '#contracts/notes'
import { notes } from './notes.ts'

export const handler = endpoint(getNote, async ({ path }) => {
  const note = await notes.get(path.noteId)
  if (!note) throw problem('not-found')
  return note
})
`,
  'functions/notes/demo.ts': `import { notes } from './notes.ts'

export async function seed(): Promise<number> {
  if (await notes.get('demo')) return 0
  await notes.insert({ noteId: 'demo', text: 'Buy milk' })
  return 1
}
`,
}

function createFolder(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'twelvefold-data-'))
  context.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

async function startDev(
  context: TestContext,
  project: Project,
  store: string,
): Promise<{ base: string; running: Running }> {
  const running = runCommand(context, project.root, ['dev'], { PORT: '0', ENV: 'dev', STORE_URL: store })
  const [, base = ''] = await running.printed(/services at (http:\/\/localhost:\d+)/)
  return { base, running }
}

const add = (base: string, noteId: string): Promise<Response> =>
  fetch(`${base}/notes`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ noteId, text: 'Bread' }),
  })

test('at a desk the demo data is there, and what is written outlives the process', async (context) => {
  const project = createProject(context, files)
  const store = `sqljs:${createFolder(context)}`
  const first = await startDev(context, project, store)
  const demo = await fetch(`${first.base}/notes/demo`)
  assert.equal((await add(first.base, 'a')).status, 201)
  first.running.child.kill('SIGKILL')
  await first.running.ended()

  const second = await startDev(context, project, store)
  const found = await fetch(`${second.base}/notes/a`)
  const again = await add(second.base, 'a')

  assert.deepEqual(await demo.json(), { noteId: 'demo', text: 'Buy milk' })
  assert.deepEqual(await found.json(), { noteId: 'a', text: 'Bread' })
  assert.equal(again.status, 409)
})

test('a second process on the same folder ends at once with 78 and says why', async (context) => {
  const project = createProject(context, files)
  const store = `sqljs:${createFolder(context)}`
  await startDev(context, project, store)

  const second = runCommand(context, project.root, ['dev'], { PORT: '0', ENV: 'dev', STORE_URL: store })

  assert.equal(await second.ended(), 78)
  assert.match(second.output(), /STORE_URL: names the folder .*, which another process has open/)
})

test('elsewhere than at a desk a service that keeps data needs to be told where', async (context) => {
  const project = createProject(context, files)
  const running = runCommand(context, project.root, ['env', '--check'], { ENV: 'production' })

  assert.equal(await running.ended(), 78)
  assert.match(running.output(), /^CURSOR_SECRET: is required/m)
  assert.match(running.output(), /^STORE_URL: is required/m)
})

test('seed loads the demo data once; export and import move data from one store to another', async (context) => {
  const project = createProject(context, files)
  const [from, to] = [`sqljs:${createFolder(context)}`, `sqljs:${createFolder(context)}`]
  const file = join(createFolder(context), 'notes.ndjson')
  const run = async (store: string, ...args: string[]): Promise<string> => {
    const running = runCommand(context, project.root, args, { ENV: 'dev', STORE_URL: store })
    const code = await running.ended()
    assert.equal(code, 0, running.output())
    return running.output()
  }

  assert.equal(await run(from, 'seed'), 'notes: 1 documents added\n')
  assert.equal(await run(from, 'seed'), 'notes: all demo data is there already\n')
  assert.match(await run(from, 'export', 'notes', file), /1 documents of notes exported/)
  assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), {
    collection: 'notes',
    key: 'demo',
    version: 1,
    document: { noteId: 'demo', text: 'Buy milk' },
  })
  assert.match(await run(to, 'import', 'notes', file), /1 documents of notes imported, 0 were there already/)
  assert.match(await run(to, 'import', 'notes', file), /0 documents of notes imported, 1 were there already/)
})

test('a line that is no export is refused with its number', async (context) => {
  const project = createProject(context, { ...files, 'bad.ndjson': '{"collection":"notes"}\n' })
  const running = runCommand(context, project.root, ['import', 'notes', 'bad.ndjson'], {
    ENV: 'dev',
    STORE_URL: 'sqljs::memory:',
  })

  assert.equal(await running.ended(), 1)
  assert.match(running.output(), /bad\.ndjson, line 1: not a line of an export/)
})
