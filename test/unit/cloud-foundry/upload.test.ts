import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { writePushedFiles } from '../../../lib/build/write-pushed-files.ts'
import { fillPlaceholders } from '../../../lib/cloud-foundry/fill-placeholders.ts'
import { listUploaded } from '../../../lib/cloud-foundry/list-uploaded.ts'
import { createProject, writeFiles } from '../../fakes/project.ts'

function uploadedOf(context: TestContext, files: Record<string, string>): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'twelvefold-upload-'))
  context.after(() => rmSync(folder, { recursive: true, force: true }))
  writeFiles(folder, files)
  return listUploaded(folder).map(({ path }) => path)
}

test('everything is uploaded but what .cfignore names, as git reads it', (context) => {
  const paths = uploadedOf(context, {
    '.cfignore': '# comment\n*.log\n!kept.log\nnode_modules/\nchunks/old.js\n',
    'a.log': '',
    'kept.log': '',
    'node_modules/x/index.js': '',
    'chunks/old.js': '',
    'chunks/new.js': '',
    'deep/chunks/old.js': '',
    'server.js': '',
  })

  assert.deepEqual(paths, ['chunks/new.js', 'deep/chunks/old.js', 'kept.log', 'server.js'])
})

test('what cf leaves out by itself is left out without a .cfignore', (context) => {
  const paths = uploadedOf(context, { '.git/HEAD': '', '.gitignore': 'server.js', 'manifest.yml': '', 'server.js': '' })

  assert.deepEqual(paths, ['server.js'])
})

test('functions that have been packaged and what a build replaces are no part of what is pushed', (context) => {
  const project = createProject(context, {
    '.cfignore': '*.log',
    'dist/lambda/shop-get-shop/index.mjs': '',
    'dist/server.js': '',
    'dist/server.js.new': '',
    'dist/chunks/old.js': '',
  })

  writePushedFiles(project, ['chunks/old.js'])

  assert.deepEqual(
    listUploaded(project.dist).map(({ path }) => path),
    ['package.json', 'server.js'],
  )
})

test('placeholders are filled wherever they stand, and those without a value are named once', () => {
  const manifest = { route: '((host))/shop', env: [{ URL: 'https://((host)):((port))((port))' }], instances: 2 }

  assert.deepEqual(fillPlaceholders(manifest, { host: 'shop.example' }), {
    filled: { route: 'shop.example/shop', env: [{ URL: 'https://shop.example:((port))((port))' }], instances: 2 },
    missing: ['port'],
  })
})
