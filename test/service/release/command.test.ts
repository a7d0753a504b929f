import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type TestContext, test } from 'node:test'
import { makeRelease } from '../../../lib/cli/release/make-release.ts'
import { runCommand, runNode } from '../../fakes/command.ts'
import { contractFile, createRepository, type Repository, shop } from '../../fakes/repository.ts'

async function run(
  context: TestContext,
  { project }: Pick<Repository, 'project'>,
  ...args: string[]
): Promise<{ code: number | null; output: string }> {
  const running = runCommand(context, project.root, args)
  const code = await running.ended()
  return { code, output: running.output() }
}

test('release tells why, what is new, what it did, and what comes next', async (context) => {
  const repository = createRepository(context)
  await makeRelease(repository.project, {}, '2026-01-01')
  repository.commit('feat: colours')

  const dry = await run(context, repository, 'release', '--dry-run')
  const made = await run(context, repository, 'release')

  assert.equal(dry.code, 0, dry.output)
  assert.match(
    dry.output,
    /This was a dry run: nothing is changed\. It would write package\.json, .* tag them v1\.1\.0\.\n$/,
  )
  assert.equal(made.code, 0, made.output)
  assert.match(
    made.output,
    /^1\.0\.0 → 1\.1\.0\n {2}commits {4}minor {2}1 since v1\.0\.0\n {2}contracts {2}none {3}as they were\n\n## 1\.1\.0 \(\d{4}-\d\d-\d\d\)\n\n### Features\n\n- colours \([0-9a-f]{7}\)\n\nWritten, committed and tagged: package\.json, package-lock\.json, CHANGELOG\.md in [0-9a-f]{7}, v1\.1\.0\nPublish it: {3}git push --atomic --follow-tags\nTake it back: npx twelvefold release --undo .*\n$/,
  )
})

test('nothing new is 3, or fine for a pipeline that asks so; release --undo takes a release back; what is typed wrongly is 2', async (context) => {
  const repository = createRepository(context)
  await makeRelease(repository.project, {}, '2026-01-01')

  const again = await run(context, repository, 'release')
  const fine = await run(context, repository, 'release', '--if-new')
  const undone = await run(context, repository, 'release', '--undo')
  const wrong = await run(context, repository, 'release', '--version', '1.0')

  assert.deepEqual([again.code, again.output], [3, 'There is nothing to release: no commit since the last release.\n'])
  assert.deepEqual([fine.code, fine.output], [0, 'There is nothing to release: no commit since the last release.\n'])
  assert.deepEqual([undone.code, undone.output], [0, 'v1.0.0 is taken back: its tag and its commit are gone.\n'])
  assert.equal(wrong.code, 2)
  assert.match(wrong.output, /A version is like 1\.4\.0/)
})

test('diff without a source passes where there is no release, and fails where one is broken', async (context) => {
  const repository = createRepository(context)
  const none = await run(context, repository, 'diff')
  await makeRelease(repository.project, {}, '2026-01-01')
  repository.commit('shop: fewer at once', { [contractFile]: shop('1.0.0', ['/shop/items'], 50) })
  const broken = await run(context, repository, 'diff')

  assert.deepEqual([none.code, none.output], [0, 'There is no release yet, so nothing breaks.\n'])
  assert.equal(broken.code, 1)
  assert.match(broken.output, /maximum: 100 → 50\n.*with v1\.0\.0 .*raise info\.version from 1\.0\.0 to 2\.0\.0/s)
})

test('a build of a release says its version and its commit', async (context) => {
  const repository = createRepository(context)
  const released = await makeRelease(repository.project, { version: '1.2.3' }, '2026-01-01')
  const built = await run(context, repository, 'build')
  assert.equal(built.code, 0, built.output)

  const server = runNode(context, repository.project.root, ['dist/server.js'], { PORT: '0', ENV: 'test' })
  const [, port] = await server.printed(/"port":(\d+)/)
  const answer = await fetch(`http://localhost:${port}/shop/-/version`)

  assert.deepEqual(await answer.json(), { service: 'shop', version: '1.2.3', commit: released?.commit })
  server.child.kill('SIGTERM')
  await once(server.child, 'exit')
})
