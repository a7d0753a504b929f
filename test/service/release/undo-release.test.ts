import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { openGit } from '../../../lib/cli/release/git.ts'
import { makeRelease } from '../../../lib/cli/release/make-release.ts'
import { undoRelease } from '../../../lib/cli/release/undo-release.ts'
import { createRepository, type Repository } from '../../fakes/repository.ts'

/** A repository at its first release. */
async function createReleased(context: TestContext): Promise<Repository> {
  const repository = createRepository(context)
  await makeRelease(repository.project, {}, '2026-11-25')
  return repository
}

const undo = async ({ project }: Repository): Promise<string> => undoRelease(await openGit(project.root))

async function assertKept(repository: Repository, message: RegExp): Promise<void> {
  const before = [repository.git('rev-parse', 'HEAD'), repository.git('tag'), repository.git('status', '--porcelain')]
  await assert.rejects(undo(repository), { exitCode: 2, message })
  assert.deepEqual(
    [repository.git('rev-parse', 'HEAD'), repository.git('tag'), repository.git('status', '--porcelain')],
    before,
  )
}

/** An empty repository elsewhere, as the remote `origin`. */
function addRemote(context: TestContext, { git }: Repository): string {
  const folder = mkdtempSync(join(tmpdir(), 'twelvefold-'))
  context.after(() => rmSync(folder, { recursive: true, force: true }))
  git('init', '--quiet', '--bare', folder)
  git('remote', 'add', 'origin', folder)
  return folder
}

test('the release that HEAD is goes, with its tag, and can be made again', async (context) => {
  const repository = createRepository(context)
  const before = [repository.git('rev-parse', 'HEAD'), repository.git('write-tree')]
  await makeRelease(repository.project, {}, '2026-11-25')

  assert.equal(await undo(repository), 'v1.0.0')

  assert.deepEqual([repository.git('rev-parse', 'HEAD'), repository.git('write-tree')], before)
  assert.equal(repository.git('tag') + repository.git('status', '--porcelain'), '')
  assert.equal((await makeRelease(repository.project, {}, '2026-11-25'))?.tag, 'v1.0.0')
})

test('work that is not committed stays, or keeps the release', async (context) => {
  const repository = await createReleased(context)
  const { root } = repository.project
  writeFileSync(join(root, 'CHANGELOG.md'), 'Better words')
  await assertKept(repository, /Files of the release have changed since/)

  repository.git('restore', 'CHANGELOG.md')
  writeFileSync(join(root, '.gitignore'), 'node_modules\n')
  assert.equal(await undo(repository), 'v1.0.0')
  assert.equal(repository.git('status', '--porcelain'), 'M .gitignore')
})

test('what is no release is left alone', async (context) => {
  const repository = await createReleased(context)
  repository.commit('Go on')
  await assertKept(repository, /HEAD is no release/)

  repository.git('tag', 'v1.1.0')
  await assertKept(repository, /HEAD is no release/)
})

test('what was pushed is left alone: the branch, or only the tag', async (context) => {
  const repository = await createReleased(context)
  const remote = addRemote(context, repository)
  repository.git('push', '--quiet', 'origin', 'v1.0.0')
  await assertKept(repository, /v1\.0\.0 was pushed: origin has it/)

  repository.git('push', '--quiet', 'origin', 'main')
  await assertKept(repository, /v1\.0\.0 was pushed: origin\/main has it/)

  repository.git('update-ref', '-d', 'refs/remotes/origin/main')
  rmSync(remote, { recursive: true })
  await assertKept(repository, /origin cannot be asked.*git reset --keep HEAD\^ && git tag -d v1\.0\.0/)
})
