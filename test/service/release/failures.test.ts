import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { makeRelease } from '../../../lib/cli/release/make-release.ts'
import { runNode } from '../../fakes/command.ts'
import { createRepository, gitEnvironment, type Repository } from '../../fakes/repository.ts'

const main = join(import.meta.dirname, '../../../lib/cli/main.ts')

/** A repository with a release and a commit since. */
async function createReleased(context: Parameters<typeof createRepository>[0]): Promise<Repository> {
  const repository = createRepository(context)
  await makeRelease(repository.project, {}, '2026-01-01')
  repository.commit('Go on')
  return repository
}

function addHook({ project }: Repository, name: string, script: string): void {
  const hooks = join(project.root, '.git', 'hooks')
  mkdirSync(hooks, { recursive: true })
  writeFileSync(join(hooks, name), `#!/bin/sh\n${script}\n`)
  chmodSync(join(hooks, name), 0o755)
}

/** Everything that a release may change, to the byte. */
function stateOf({ git, project }: Repository): unknown {
  const files = ['package.json', 'package-lock.json', 'CHANGELOG.md'].map((name) => {
    const file = join(project.root, name)
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined
  })
  return [files, git('rev-parse', 'HEAD'), git('status', '--porcelain'), git('write-tree'), git('tag'), git('branch')]
}

async function assertTakenBack(repository: Repository, message: RegExp): Promise<void> {
  const before = stateOf(repository)
  await assert.rejects(makeRelease(repository.project, {}, '2026-11-25'), { exitCode: 2, message })
  assert.deepEqual(stateOf(repository), before)
}

test('a hook that refuses the commit: it is told what it said, and all is as it was', async (context) => {
  const repository = await createReleased(context)
  addHook(repository, 'pre-commit', 'echo "not on a Friday" >&2; exit 1')

  await assertTakenBack(repository, /nothing was released and nothing is changed:\nnot on a Friday$/)
})

test('so is a first release, whose changelog is new', async (context) => {
  const repository = createRepository(context)
  addHook(repository, 'commit-msg', 'exit 1')

  await assertTakenBack(repository, /nothing is changed/)
  assert.equal(existsSync(join(repository.project.root, 'CHANGELOG.md')), false)
})

test('a tag that git refuses takes the commit back, too', async (context) => {
  const repository = await createReleased(context)
  addHook(repository, 'reference-transaction', 'if grep -q refs/tags/; then echo "no tags" >&2; exit 1; fi')

  await assertTakenBack(repository, /no tags/)
})

test('nobody by whom it could be committed', async (context) => {
  const repository = await createReleased(context)
  repository.git('config', 'user.useConfigOnly', 'true')
  const names = Object.keys(gitEnvironment).filter((name) => /NAME|EMAIL/.test(name))
  context.after(() => Object.assign(process.env, gitEnvironment))
  for (const name of names) delete process.env[name]

  await assertTakenBack(repository, /user\.name/)
})

test('a changelog that git is told to leave alone', async (context) => {
  const repository = createRepository(context, { '.gitignore': 'node_modules\n*.md\n' })

  await assertTakenBack(repository, /CHANGELOG\.md/)
})

test('what cannot be taken back without losing work is left, and told', async (context) => {
  const repository = await createReleased(context)
  const before = repository.git('rev-parse', 'HEAD')
  addHook(repository, 'post-commit', 'echo "my words" > CHANGELOG.md')
  addHook(repository, 'reference-transaction', 'if grep -q refs/tags/; then exit 1; fi')

  await assert.rejects(makeRelease(repository.project, {}, '2026-11-25'), {
    exitCode: 2,
    message: new RegExp(`git reset --keep ${before}`),
  })
  assert.equal(readFileSync(join(repository.project.root, 'CHANGELOG.md'), 'utf8'), 'my words\n')
})

test('Ctrl+C while a hook runs', async (context) => {
  const repository = await createReleased(context)
  // As a terminal does: to all that belong to the command.
  addHook(repository, 'pre-commit', 'kill -INT 0; exec tail -f /dev/null')
  const before = stateOf(repository)

  const { ended, output } = runNode(context, repository.project.root, [main, 'release'], {}, { detached: true })

  assert.equal(await ended(), 130, output())
  assert.match(output(), /Called off: nothing is changed/)
  assert.deepEqual(stateOf(repository), before)
})

test('what a hook adds to the commit is of it, and nothing is left over', async (context) => {
  const repository = await createReleased(context)
  addHook(repository, 'pre-commit', 'echo formatted >> README.md; git add README.md')

  await makeRelease(repository.project, {}, '2026-11-25')

  assert.equal(repository.git('status', '--porcelain'), '')
  assert.match(repository.git('show', '--name-only', '--format=', 'HEAD'), /README\.md/)
})

test('of two at once one releases, and the other neither takes that back nor changes it', async (context) => {
  const repository = await createReleased(context)
  addHook(repository, 'pre-commit', 'echo > .git/in-hook; cat .git/go-on')
  const { root } = repository.project
  const [inHook = '', goOn = ''] = ['in-hook', 'go-on'].map((name) => join(root, '.git', name))
  // Whoever opens one waits for the other end.
  execFileSync('mkfifo', [inHook, goOn])
  const first = runNode(context, root, [main, 'release'], gitEnvironment)
  await readFile(inHook)

  const second = runNode(context, root, [main, 'release'], gitEnvironment)
  const code = await second.ended()
  await writeFile(goOn, '')

  assert.equal(code, 2, second.output())
  assert.match(second.output(), /Another release is under way here \(process \d+\)/)
  assert.equal(await first.ended(), 0, first.output())
  assert.equal(repository.git('describe', '--exact-match', 'main'), 'v1.0.1')
  assert.equal(repository.git('status', '--porcelain'), '')
})

test('a release that was killed keeps nobody from the next one', async (context) => {
  const repository = await createReleased(context)
  const gone = runNode(context, repository.project.root, ['-e', ''])
  await gone.ended()
  writeFileSync(join(repository.project.root, '.git', 'twelvefold-release.lock'), `${gone.child.pid}\n`)

  assert.equal((await makeRelease(repository.project, {}, '2026-11-25'))?.tag, 'v1.0.1')
})

test('what somebody else commits meanwhile is not taken back', async (context) => {
  const repository = await createReleased(context)
  addHook(
    repository,
    'pre-commit',
    'git update-ref HEAD "$(git commit-tree -p HEAD -m "Of somebody else" HEAD^{tree})"; exit 1',
  )

  await assert.rejects(makeRelease(repository.project, {}, '2026-11-25'), { exitCode: 2 })

  assert.equal(repository.git('log', '-1', '--format=%s'), 'Of somebody else')
})

test('a release is made in whole though nobody reads on what it says', async (context) => {
  const repository = await createReleased(context)
  const { root } = repository.project

  const closed = runNode(
    context,
    root,
    [
      '-e',
      `const child = require('node:child_process').spawn(process.execPath, [${JSON.stringify(main)}, 'release'], { stdio: ['ignore', 'pipe', 'inherit'] })
       child.stdout.destroy()
       child.on('exit', (code) => console.log('code', code))`,
    ],
    gitEnvironment,
  )
  await closed.ended()

  assert.equal(closed.output(), 'code 0\n')
  assert.equal(repository.git('describe', '--exact-match', 'main'), 'v1.0.1')
})
