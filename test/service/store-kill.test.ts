import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { type Running, runCommand, runNode } from '../fakes/command.ts'
import { contract, createProject } from '../fakes/project.ts'

const paths = `
/notes/{noteId}:
  parameters: [{ name: noteId, in: path, required: true, schema: { type: string } }]
  post:
    operationId: writeNote
    requestBody: { required: true, content: { application/json: { schema: { $ref: "#/components/schemas/Note" } } } }
    responses: { "201": { description: written } }
  get:
    operationId: getNote
    responses: { "200": { description: ok, content: { application/json: { schema: { $ref: "#/components/schemas/Note" } } } } }
`
const components = `
schemas:
  Note:
    type: object
    required: [edition, text]
    properties: { edition: { type: integer }, text: { type: string } }
`
const files = {
  'functions/notes/openapi.yaml': contract(paths, components),
  'functions/notes/notes.ts': `import { collection, type } from 'twelvefold'

export const notes = collection('notes', {
  document: type<{ noteId: string; edition: number; text: string }>(),
  key: 'noteId',
  indexes: { byEdition: ['edition'] },
})
`,
  'functions/notes/write-note.ts': `import { endpoint, reply } from 'twelvefold'
import { writeNote } from '#contracts/notes'
import { notes } from './notes.ts'

export const handler = endpoint(writeNote, async ({ path, body }) => {
  const written = { ...body, noteId: path.noteId }
  if ((await notes.update(path.noteId, () => written)) === undefined) await notes.insert(written)
  return reply(201)
})
`,
  'functions/notes/get-note.ts': `import { endpoint, problem } from 'twelvefold'
import { getNote } from '#contracts/notes'
import { notes } from './notes.ts'

export const handler = endpoint(getNote, async ({ path }) => {
  const note = await notes.get(path.noteId)
  if (!note) throw problem('not-found')
  return { edition: note.edition, text: note.text.slice(0, 10) }
})
`,
}

const kills = 25
const writers = 16
/** Some eighty of them make a journal long enough for a snapshot. */
const text = 'x'.repeat(100_000)

/** Writes editions of a note, one after the other, until the process is gone; says which were acknowledged. */
async function write(url: string, from: number, acknowledge: (edition: number) => void): Promise<void> {
  for (let edition = from; ; edition++) {
    const body = JSON.stringify({ edition, text })
    const headers = { 'content-type': 'application/json' }
    const status = await fetch(url, { method: 'POST', headers, body }).then(
      (response) => response.status,
      () => undefined,
    )
    if (status === undefined) return
    assert.equal(status, 201)
    acknowledge(edition)
  }
}

test('E08 a process is killed 25 times under 16 writers, snapshots in between: nothing that was answered with 201 is lost', async (context) => {
  const { root } = createProject(context, files)
  const folder = mkdtempSync(join(tmpdir(), 'twelvefold-killed-'))
  context.after(() => rmSync(folder, { recursive: true, force: true }))
  const built = runCommand(context, root, ['build'])
  assert.equal(await built.ended(), 0, built.output())
  const start = async (): Promise<{ base: string; running: Running }> => {
    const env = { ENV: 'test', HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'info', STORE_URL: `sqljs:${folder}` }
    const running = runNode(context, root, ['dist/server.js'], env)
    const [, port] = await running.printed(/"port":(\d+)/)
    return { base: `http://127.0.0.1:${port}/notes`, running }
  }
  const acknowledged = new Map<string, number>()

  for (let kill = 0; kill < kills; kill++) {
    const { base, running } = await start()
    let left = 15 + Math.random() * 50
    const lives = Array.from({ length: writers }, (_, writer) => `w${writer}`).map((id) =>
      write(`${base}/${id}`, (acknowledged.get(id) ?? 0) + 1, (edition) => {
        acknowledged.set(id, edition)
        if (--left < 0) running.child.kill('SIGKILL')
      }),
    )
    await Promise.all(lives)
    await running.ended()
  }

  const { base } = await start()
  for (const [id, edition] of acknowledged) {
    const found = (await (await fetch(`${base}/${id}`)).json()) as { edition: number }
    // One that was on its way when the process was killed may be there, too.
    assert.ok([edition, edition + 1].includes(found.edition), `${id}: ${found.edition}, ${edition} was acknowledged`)
  }
  assert.equal(acknowledged.size, writers)
  const [, snapshots] = /^snapshot-(\d+)/m.exec(readdirSync(folder).join('\n')) ?? []
  assert.ok(Number(snapshots) > 5, `${snapshots} snapshots`)
})
