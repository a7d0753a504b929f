import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { Project } from '../../lib/contract/project.ts'
import { type Running, runCommand } from '../fakes/command.ts'
import { contract, createProject, serverless } from '../fakes/project.ts'

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

for (const command of ['dev', 'start']) {
  test(`a second process on the same folder ends with 78 and says why: twelvefold ${command}`, async (context) => {
    const project = createProject(context, { ...files, 'serverless.yml': serverless })
    const store = `sqljs:${createFolder(context)}`
    await startDev(context, project, store)

    const second = runCommand(context, project.root, [command], { PORT: '0', ENV: 'dev', STORE_URL: store })

    assert.equal(await second.ended(), 78)
    assert.match(
      second.output(),
      /^The configuration is wrong:\nSTORE_URL: names the folder .*, which another process/m,
    )
    assert.doesNotMatch(second.output(), /services at/)
  })
}

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

const bad = {
  '{"collection":"notes"}': /line 2: not a line of an export/,
  '{"collection":"notes","version":0,"document":{"noteId":"b"}}': /line 2: not a line of an export/,
  '{"collection":"notes","version":1,"document":{"text":"b"}}': /line 2: the document has no noteId, by which notes/,
  '{"collection":"others","version":1,"document":{"noteId":"b"}}': /line 2: the service has no collection others/,
}
test('a line that is no export is refused with its number and nothing else, and what came before it is told', async (context) => {
  const good = '{"collection":"notes","key":"a","version":1,"document":{"noteId":"a","text":"x"}}'
  const project = createProject(context, files)

  for (const [line, said] of Object.entries(bad)) {
    writeFileSync(join(project.root, 'bad.ndjson'), `${good}\n${line}\n`)
    const running = runCommand(context, project.root, ['import', 'notes', 'bad.ndjson'], {
      ENV: 'dev',
      STORE_URL: 'sqljs::memory:',
    })

    assert.equal(await running.ended(), 1)
    assert.match(running.output(), said)
    assert.match(running.output(), /^1 documents of notes were imported before this:\n/)
    assert.doesNotMatch(running.output(), /^\s+at /m, 'no stack')
  }
})

const elsewhere = {
  'a file that cannot be written': [
    ['export', 'notes', 'none/notes.ndjson'],
    /^none\/notes\.ndjson cannot be written: /,
  ],
  'a file that is not there': [['import', 'notes', 'none.ndjson'], /^none\.ndjson cannot be read: /],
  'a folder': [['import', 'notes', 'functions'], /^functions cannot be read: it is a folder/],
} as const
for (const [what, [command, said]] of Object.entries(elsewhere)) {
  test(`moving data from or to ${what} says so`, async (context) => {
    const project = createProject(context, files)
    const running = runCommand(context, project.root, [...command], { ENV: 'dev', STORE_URL: 'sqljs::memory:' })

    assert.equal(await running.ended(), 1)
    assert.match(running.output(), said)
  })
}
