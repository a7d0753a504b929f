import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { makeRelease, type ReleaseWish } from '../../../lib/cli/release/make-release.ts'
import { contractFile, createRepository, type Repository, shop } from '../../fakes/repository.ts'

const date = '2026-11-25'

const release = async ({ project }: Repository, wish: ReleaseWish = {}): Promise<string | undefined> =>
  (await makeRelease(project, wish, date))?.tag

const read = ({ project }: Repository, file: string): string => readFileSync(join(project.root, file), 'utf8')

test('a first release is the version that is written, in one commit of exactly its files, with an annotated tag', async (context) => {
  const repository = createRepository(context)

  assert.equal(await release(repository), 'v1.0.0')

  const { git } = repository
  assert.equal(git('status', '--porcelain'), '')
  assert.equal(git('log', '--format=%s'), 'v1.0.0\nBegin')
  assert.equal(git('cat-file', '-t', 'v1.0.0'), 'tag')
  assert.equal(git('rev-parse', 'v1.0.0^{commit}'), git('rev-parse', 'main'))
  assert.equal(git('show', '--name-only', '--format=', 'HEAD'), 'CHANGELOG.md')
  assert.match(
    read(repository, 'CHANGELOG.md'),
    /## 1\.0\.0 \(2026-11-25\)\n\nThe first release\.\n\n### Contracts\n\n- shop 1\.0\.0: 1 operation\n\n### Other changes\n\n- Begin \([0-9a-f]{7}\)\n$/,
  )
})

test('a plain sentence makes a patch: manifest, lock file and changelog have the version', async (context) => {
  const repository = createRepository(context)
  await release(repository)
  const commit = repository.commit('shop: find lamps sooner')

  assert.equal(await release(repository), 'v1.0.1')

  assert.equal(
    repository.git('show', '--name-only', '--format=%s', 'HEAD'),
    'v1.0.1\n\nCHANGELOG.md\npackage-lock.json\npackage.json',
  )
  assert.equal(JSON.parse(read(repository, 'package.json')).version, '1.0.1')
  const lock = JSON.parse(read(repository, 'package-lock.json'))
  assert.deepEqual([lock.version, lock.packages[''].version], ['1.0.1', '1.0.1'])
  assert.match(
    read(repository, 'CHANGELOG.md'),
    new RegExp(
      `^# Changelog\\n\\n.+\\n\\n## 1\\.0\\.1 \\(${date}\\)\\n\\n### Other changes\\n\\n- shop: find lamps sooner \\(${commit.slice(0, 7)}\\)\\n\\n## 1\\.0\\.0 `,
    ),
  )
})

test('a new operation makes a minor version, whatever the commit says', async (context) => {
  const repository = createRepository(context)
  await release(repository)
  repository.commit('fix: more of it', { [contractFile]: shop('1.1.0', ['/shop/items', '/shop/things']) })

  assert.equal(await release(repository), 'v1.1.0')

  assert.match(
    read(repository, 'CHANGELOG.md'),
    /### Contracts\n\n- shop 1\.0\.0 → 1\.1\.0\n {2}- GET \/shop\/things \(list1Items\): added\n\n### Fixes\n\n- more of it/,
  )
})

test('a commit asks for more than the contracts, and a break that is announced makes a major version', async (context) => {
  const repository = createRepository(context)
  await release(repository)

  repository.commit('feat: colours')
  assert.equal(await release(repository), 'v1.1.0')
  repository.commit('shop: fewer at once', { [contractFile]: shop('2.0.0', ['/shop/items'], 50) })
  assert.equal(await release(repository), 'v2.0.0')
  repository.commit('shop: move it', { [contractFile]: shop('2.0.0', ['/shop/v2/items'], 50) })
  assert.equal(await release(repository), 'v3.0.0')

  assert.match(
    read(repository, 'CHANGELOG.md'),
    /### Breaking\n\n- shop: GET \/shop\/items \(listItems\): removed; its successor is GET \/shop\/v2\/items\n/,
  )
})

test('a service that is gone is announced by the version that package.json has', async (context) => {
  const repository = createRepository(context, { 'functions/stock/openapi.yaml': shop('1.0.0', ['/stock/items']) })
  await release(repository)
  repository.git('rm', '--quiet', 'functions/stock/openapi.yaml')
  repository.commit('Take stock away')

  await assert.rejects(release(repository), {
    exitCode: 1,
    message: /stock is gone.*a new major version in package\.json/,
  })
  repository.commit('Announce it', {
    'package.json': read(repository, 'package.json').replace('"version": "1.0.0"', '"version": "2.0.0"'),
  })

  assert.equal(await release(repository), 'v2.0.0')
})

test('a wish is heeded, but not where it is less than the contracts ask for, or not after the last', async (context) => {
  const repository = createRepository(context)
  await release(repository)
  repository.commit('feat: x', { [contractFile]: shop('1.1.0', ['/shop/items', '/shop/things']) })

  for (const wish of [{ bump: 'patch' }, { version: '1.0.7' }] as const)
    await assert.rejects(release(repository, wish), {
      exitCode: 1,
      message: /contracts ask for minor, so at least for 1\.1\.0/,
    })
  await assert.rejects(release(repository, { version: '1.0.0' }), { exitCode: 2, message: /not after 1\.0\.0/ })
  assert.equal(await release(repository, { version: '1.5.0' }), 'v1.5.0')
  repository.commit('feat: y')
  assert.equal(await release(repository, { bump: 'patch' }), 'v1.5.1')
})

test('where nothing is new nothing is released', async (context) => {
  const repository = createRepository(context)
  await release(repository)
  const head = repository.git('rev-parse', 'HEAD')

  assert.equal(await release(repository), undefined)
  assert.equal(await release(repository, { pre: 'rc' }), undefined)
  assert.equal(repository.git('rev-parse', 'HEAD'), head)
})

test('a dry run tells the plan, and changes nothing', async (context) => {
  const repository = createRepository(context)
  const { git, project } = repository
  const before = [git('rev-parse', 'HEAD'), git('status', '--porcelain'), git('tag')]
  let told = ''

  const made = await makeRelease(project, { dryRun: true }, date, ({ section }) => {
    told = section
  })

  assert.deepEqual([made?.tag, made?.commit, made?.files], ['v1.0.0', undefined, ['CHANGELOG.md']])
  assert.match(told, /^## 1\.0\.0/)
  assert.deepEqual([git('rev-parse', 'HEAD'), git('status', '--porcelain'), git('tag')], before)
})

test('prereleases are numbered, and the release that they lead to tells everything once', async (context) => {
  const repository = createRepository(context)
  await release(repository)
  repository.commit('feat: colours')

  assert.equal(await release(repository, { pre: 'rc' }), 'v1.1.0-rc.1')
  assert.equal(JSON.parse(read(repository, 'package.json')).version, '1.1.0-rc.1')
  repository.commit('fix: a hue')
  assert.equal(await release(repository, { pre: 'rc' }), 'v1.1.0-rc.2')
  assert.equal(await release(repository), 'v1.1.0')

  const changelog = read(repository, 'CHANGELOG.md')
  assert.deepEqual(changelog.match(/^## [^ ]+/gm), ['## 1.1.0', '## 1.0.0'])
  assert.match(changelog, /### Features\n\n- colours \([^)]+\)\n\n### Fixes\n\n- a hue \([^)]+\)\n\n## 1\.0\.0/)
})

test('every commit of main can be released: at the tip when it was made, and as a prerelease for ever', async (context) => {
  const repository = createRepository(context)
  const { git } = repository
  await release(repository)
  const first = repository.commit('shop: one')
  assert.equal(await release(repository), 'v1.0.1')
  const second = repository.commit('feat: two')
  git('switch', '--quiet', '--create', 'topic', 'HEAD~2')
  repository.commit('fix: three')
  git('switch', '--quiet', 'main')
  git('merge', '--quiet', '--no-ff', 'topic')
  const commits = git('rev-list', 'v1.0.0..main').split('\n')
  assert.equal(commits.length, 5)

  const tags: Record<string, string | undefined> = {}
  for (const commit of commits) {
    git('switch', '--quiet', '--detach', commit)
    tags[commit] = await release(repository, { pre: 'rc' })
    assert.equal(git('status', '--porcelain'), '')
  }

  assert.match(tags[first] ?? '', /^v1\.0\.1-rc\.\d$/)
  assert.match(tags[second] ?? '', /^v1\.1\.0-rc\.\d$/)
  // The release itself is one already.
  assert.equal(Object.values(tags).filter((tag) => tag === undefined).length, 1)
  git('switch', '--quiet', 'main')
  assert.equal(await release(repository), 'v1.1.0')
  for (const commit of commits) assert.equal(git('merge-base', commit, 'v1.1.0'), commit)
})

test('an older version is released from a branch of its own', async (context) => {
  const repository = createRepository(context)
  await release(repository)
  repository.commit('feat: colours')
  await release(repository)
  repository.git('switch', '--quiet', '--create', 'release/1.0', 'v1.0.0')
  repository.commit('fix: a hue')

  assert.equal(await release(repository, { branch: 'release/1.0' }), 'v1.0.1')
  repository.git('switch', '--quiet', 'main')
  assert.equal(await release(repository), undefined)
})

test('what is no version of semver is no release, and the highest is the last', async (context) => {
  const repository = createRepository(context)
  for (const tag of ['v1', 'v1.9', 'v01.0.0', 'v1.9.0+build', 'version', 'v1.10.0', 'v1.9.9', 'v1.11.0-rc.1'])
    repository.git('tag', tag)
  repository.commit('Go on')

  assert.equal(await release(repository), 'v1.10.1')
})

test('a project whose lock file is not kept is released without it', async (context) => {
  const repository = createRepository(context)
  const { git } = repository
  await release(repository)
  git('rm', '--quiet', '--cached', 'package-lock.json')
  repository.commit('Keep no lock file', { '.gitignore': 'node_modules\npackage-lock.json\n' })

  assert.equal(await release(repository), 'v1.0.1')

  assert.equal(git('show', '--name-only', '--format=', 'HEAD'), 'CHANGELOG.md\npackage.json')
  assert.match(read(repository, 'package-lock.json'), /"version": "1\.0\.0"/)
})
