import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compareLastRelease } from '../../../lib/cli/release/compare-release.ts'
import { makeRelease } from '../../../lib/cli/release/make-release.ts'
import { openProject } from '../../../lib/contract/project.ts'
import { contractFile, createRepository, openRepository, shop } from '../../fakes/repository.ts'

test('contracts are compared with the last release, and not with a prerelease after it', async (context) => {
  const { project, commit } = createRepository(context)
  assert.equal(await compareLastRelease(project), undefined)
  await makeRelease(project, {}, '2026-01-01')
  commit('shop: more at once', { [contractFile]: shop('1.0.0', ['/shop/items'], 200) })
  await makeRelease(project, { pre: 'rc' }, '2026-01-01')

  const compared = await compareLastRelease(project)

  assert.match(compared?.source ?? '', /^v1\.0\.0 \([0-9a-f]{7}\)$/)
  assert.deepEqual(
    compared?.services.map(({ bump, unannounced, changes }) => [bump, unannounced, changes.length]),
    [['minor', false, 1]],
  )
})

test('a shallow clone cannot know the last release, and so does not pass', async (context) => {
  const origin = createRepository(context)
  await makeRelease(origin.project, {}, '2026-01-01')
  origin.commit('Go on')
  origin.git('clone', '--quiet', '--depth', '1', `file://${origin.project.root}`, 'dist')
  const clone = openProject(origin.project.dist)

  await assert.rejects(compareLastRelease(clone), { exitCode: 2, message: /shallow and has no release tag/ })
  openRepository(clone).git('fetch', '--quiet', '--tags', '--unshallow')
  assert.match((await compareLastRelease(clone))?.source ?? '', /^v1\.0\.0 /)
})
