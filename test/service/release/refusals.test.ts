import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { makeRelease, type ReleaseWish } from '../../../lib/cli/release/make-release.ts'
import { openProject } from '../../../lib/contract/project.ts'
import { createProject, writeFiles } from '../../fakes/project.ts'
import { contractFile, createRepository, openRepository, type Repository, shop } from '../../fakes/repository.ts'

const release = ({ project }: Pick<Repository, 'project'>, wish: ReleaseWish = {}): ReturnType<typeof makeRelease> =>
  makeRelease(project, wish, '2026-11-25')

const stateOf = ({ git }: Repository): string[] =>
  [['rev-parse', 'HEAD'], ['status', '--porcelain', '--untracked-files'], ['tag'], ['branch', '--all']].map((args) =>
    git(...args),
  )

/** Expects that nothing is released, and nothing changed. */
async function assertRefused(repository: Repository, message: RegExp, wish?: ReleaseWish, exitCode = 2): Promise<void> {
  const before = stateOf(repository)
  await assert.rejects(release(repository, wish), { exitCode, message })
  assert.deepEqual(stateOf(repository), before)
}

/** A clone of a repository, on its branch main. */
function cloneRepository(context: TestContext, { project }: Repository, ...options: string[]): Repository {
  const folder = mkdtempSync(join(tmpdir(), 'twelvefold-'))
  context.after(() => rmSync(folder, { recursive: true, force: true }))
  const clone = openRepository(openProject(folder))
  clone.git('clone', '--quiet', ...options, `file://${project.root}`, '.')
  return clone
}

test('a work tree that is not clean: each file is named, also what git does not know, up to ten', async (context) => {
  const repository = createRepository(context)
  repository.git('config', 'status.showUntrackedFiles', 'no')
  const { root } = repository.project
  writeFileSync(join(root, 'package.json'), '{ "name": "shop", "version": "1.0.0" }')
  writeFileSync(join(root, 'a note.txt'), '')
  await assertRefused(repository, /not clean.*git stash -u.*\n {3}M package\.json\n {2}\?\? a note\.txt$/)

  repository.git('add', '--all')
  await assertRefused(repository, /not clean.*\n {2}A {2}a note\.txt\n {2}M {2}package\.json$/)

  for (let number = 0; number < 10; number++) writeFileSync(join(root, `${number}.txt`), '')
  await assertRefused(repository, /and 2 more$/)
})

test('another branch than the main one, unless it is named', async (context) => {
  const repository = createRepository(context)
  repository.git('switch', '--quiet', '--create', 'topic')
  await assertRefused(repository, /This is the branch topic; releases are made from main\. \(--branch topic /)
  await assertRefused(repository, /releases are made from other\./, { branch: 'other' })

  repository.git('branch', '--move', 'main', 'master')
  await assertRefused(repository, /releases are made from master\./)
  assert.equal((await release(repository, { branch: 'topic' }))?.tag, 'v1.0.0')
})

test('what the remote takes for the main branch is it', async (context) => {
  const origin = createRepository(context)
  origin.git('branch', '--move', 'main', 'trunk')
  const clone = cloneRepository(context, origin)
  assert.equal((await release(clone))?.branch, 'trunk')
})

test('a detached HEAD; for a prerelease one that is no commit of main', async (context) => {
  const repository = createRepository(context)
  repository.git('switch', '--quiet', '--detach')
  await assertRefused(repository, /HEAD is detached.*git switch main/)

  repository.commit('On no branch')
  await assertRefused(repository, /detached, at a commit that is not of main/, { pre: 'rc' })
})

test('a branch that is behind its upstream, as far as is known', async (context) => {
  const origin = createRepository(context)
  const clone = cloneRepository(context, origin)
  origin.commit('Another')
  clone.git('fetch', '--quiet')
  await assertRefused(clone, /1 commit behind origin\/main.*git pull --rebase/)

  clone.git('pull', '--quiet', '--rebase')
  assert.equal((await release(clone))?.tag, 'v1.0.0')
})

test('a tag that is there already, and does not lead here', async (context) => {
  const repository = createRepository(context)
  repository.git('switch', '--quiet', '--create', 'other')
  repository.commit('Aside')
  repository.git('tag', 'v1.0.0')
  repository.git('switch', '--quiet', 'main')
  await assertRefused(repository, /The tag v1\.0\.0 is there already, at [0-9a-f]{7}, which HEAD .*git merge v1\.0\.0/)
})

test('a merge that is under way, even with a clean tree', async (context) => {
  const repository = createRepository(context)
  repository.git('switch', '--quiet', '--create', 'topic')
  repository.commit('Empty')
  repository.git('switch', '--quiet', 'main')
  repository.git('merge', '--quiet', '--no-ff', '--no-commit', 'topic')
  await assertRefused(repository, /A merge is under way.*git merge --abort/)
})

test('all that is wrong with a repository is told at once', async (context) => {
  const repository = createRepository(context)
  repository.git('switch', '--quiet', '--create', 'topic')
  writeFiles(repository.project.root, { 'note.txt': '' })
  await assertRefused(repository, /v1\.0\.0 cannot be released.*nothing is changed\..*not clean.*the branch topic/s)
})

test('no git repository, and none with a commit', async (context) => {
  process.env.GIT_CEILING_DIRECTORIES = tmpdir()
  const project = createProject(context, { [contractFile]: shop('1.0.0') })
  await assert.rejects(release({ project }), { exitCode: 2, message: /is in no git repository/ })

  openRepository(project).git('init', '--quiet')
  await assert.rejects(release({ project }), { exitCode: 2, message: /There is no commit yet/ })
})

test('no git at all', async (context) => {
  const { project } = createRepository(context)
  const { PATH } = process.env
  context.after(() => Object.assign(process.env, { PATH }))
  process.env.PATH = '/nowhere'
  await assert.rejects(release({ project }), { exitCode: 2, message: /git is not installed/ })
})

test('a shallow clone that lacks the tag, or a commit since; with both it will do', async (context) => {
  const origin = createRepository(context)
  await release(origin)
  origin.commit('One')
  origin.commit('Two')
  await assertRefused(cloneRepository(context, origin, '--depth', '1'), /shallow.*git fetch --tags --unshallow/s)

  const clone = cloneRepository(context, origin, '--depth', '3')
  assert.equal((await release(clone))?.tag, 'v1.0.1')
})

test('a clone whose history is cut beside the tag', async (context) => {
  const origin = createRepository(context)
  origin.git('switch', '--quiet', '--create', 'topic')
  for (const message of ['One', 'Two', 'Three']) origin.commit(message)
  origin.git('switch', '--quiet', 'main')
  await release(origin)
  origin.git('merge', '--quiet', '--no-ff', 'topic')
  const clone = cloneRepository(context, origin, '--depth', '2')
  await assertRefused(clone, /shallow: some commits since the last release are missing/)
})

test('a break that nothing announces: service, change, place, and what to do', async (context) => {
  const repository = createRepository(context)
  await release(repository)
  repository.commit('shop: fewer at once', { [contractFile]: shop('1.0.0', ['/shop/items'], 50) })
  const told =
    /^v2\.0\.0 is not released: .* since v1\.0\.0.*GET \/shop\/items \(listItems\), query parameter limit: maximum: 100 → 50\n +limit-tightened {2}functions\/shop\/openapi\.yaml:8\n.*raise info\.version from 1\.0\.0 to 2\.0\.0/s

  await assertRefused(repository, told, {}, 1)
  // Not even where somebody wishes so.
  await assertRefused(repository, /v2\.0\.0 is not released/, { bump: 'major' }, 1)
  await assertRefused(repository, /v2\.0\.0-rc\.1 is not released/, { pre: 'rc' }, 1)
})

test('a manifest without a version, or with none of semver', async (context) => {
  const repository = createRepository(context, { 'package.json': '{ "name": "shop" }' })
  await assertRefused(repository, /package\.json has no "version": write the one to begin with, such as 0\.1\.0/)

  repository.commit('Say one', { 'package.json': '{ "version": "one" }' })
  await assertRefused(repository, /has the "version" "one"/)
})

test('a lock file of another kind', async (context) => {
  const repository = createRepository(context, { 'package-lock.json': '{ "lockfileVersion": 3 }' })
  await assertRefused(repository, /package-lock\.json has no "version".*npm install/)
})

test('a folder that is no project', async (context) => {
  const repository = createRepository(context)
  const project = openProject(repository.project.functions)
  await assert.rejects(release({ project }), { exitCode: 2, message: /There is no contract below .*root of a project/ })

  repository.git('rm', '--quiet', 'package.json')
  repository.commit('Lose it')
  await assertRefused(repository, /package\.json cannot be read.*ENOENT/)
})
