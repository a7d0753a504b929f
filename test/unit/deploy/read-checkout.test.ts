import assert from 'node:assert/strict'
import { test } from 'node:test'
import { refuseCheckout } from '../../../lib/cli/deploy/refuse-checkout.ts'
import { readCheckout } from '../../../lib/deploy/read-checkout.ts'
import { initCheckout } from '../../fakes/checkout.ts'
import { createProject, writeFiles } from '../../fakes/project.ts'

test('the version is the tag, then what git counts from it; what is not committed is named', (context) => {
  const project = createProject(context, { '.gitignore': 'node_modules' })
  const git = initCheckout(project.root)

  git('tag', 'nightly')
  git('tag', 'v1.4.0')
  assert.deepEqual(readCheckout(project, {}), { version: '1.4.0', tag: 'v1.4.0', changed: [] })
  assert.equal(readCheckout(project, { VERSION: '9.9.9' }).version, '9.9.9')

  git('commit', '--quiet', '--allow-empty', '-m', 'Go on')
  const later = readCheckout(project, {})
  assert.match(later.version, /^1\.4\.0-1-g[0-9a-f]{7,}$/)
  assert.equal(later.tag, undefined)

  writeFiles(project.root, { 'package.json': '{}', 'new.ts': '' })
  const { version, changed } = readCheckout(project, {})
  assert.match(version, /-dirty$/)
  assert.deepEqual(changed, ['package.json', 'new.ts'])
})

test('tags beside that of the version count for nothing, however new they are', (context) => {
  const project = createProject(context, { '.gitignore': 'node_modules' })
  const git = initCheckout(project.root)

  git('tag', 'v1.4.0')
  git('tag', '--annotate', '--message', 'The latest 1', 'v1')
  git('tag', '--annotate', '--message', 'Of a day', '2026-11-25')
  assert.deepEqual(readCheckout(project, {}), { version: '1.4.0', tag: 'v1.4.0', changed: [] })

  git('commit', '--quiet', '--allow-empty', '-m', 'Go on')
  git('tag', '--annotate', '--message', 'The latest 1', '--force', 'v1')
  assert.match(readCheckout(project, {}).version, /^1\.4\.0-1-g/)
})

test('whatever git is set to, each file that was not committed is named as it is called', (context) => {
  const project = createProject(context, { '.gitignore': 'node_modules' })
  const git = initCheckout(project.root)
  git('config', 'status.showUntrackedFiles', 'no')
  git('config', 'column.ui', 'always')
  git('config', 'color.ui', 'always')
  for (const tag of ['v1.4.0', 'a', 'b']) git('tag', tag)
  writeFiles(project.root, { 'größe.ts': '' })

  assert.deepEqual(readCheckout(project, {}), { version: '1.4.0-dirty', tag: 'v1.4.0', changed: ['größe.ts'] })
})

test('outside of a git checkout it is the version of package.json, and no release', (context) => {
  assert.deepEqual(readCheckout(createProject(context, {}), {}), { version: '2.3.4', tag: undefined, changed: [] })
})

test('production is refused what was not committed or has no tag, with the option that allows it', () => {
  const changed = ['1', '2', '3', '4', '5', '6', '7'].map((name) => `${name}.ts`)
  const dirty = { version: '1.4.0-dirty', tag: 'v1.4.0', changed }
  const untagged = { version: '1.4.0-1-g5a52cfa', tag: undefined, changed: [] }

  assert.throws(() => refuseCheckout(dirty, 'production', {}), {
    exitCode: 2,
    message: /1\.ts.*5\.ts, and 2 more\. --allow-dirty/,
  })
  assert.throws(() => refuseCheckout(untagged, 'production', {}), {
    exitCode: 2,
    message: /git fetch --tags.*--allow-untagged/,
  })
  assert.throws(() => refuseCheckout({ ...untagged, changed }, 'production', { allowDirty: true }), /--allow-untagged/)
  refuseCheckout({ ...untagged, changed }, 'production', { allowDirty: true, allowUntagged: true })
})
