import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { compareVersions, newestOf } from '../../matrix/newest-of.ts'
import { readTestCommand } from '../../matrix/test-command.ts'

const root = join(import.meta.dirname, '../../..')
const { signal } = new AbortController()

test('versions are compared by their numbers', () => {
  assert.deepEqual(['24.9.0', '24.21.0', '22.23.3', '24.21.1'].sort(compareVersions), [
    '22.23.3',
    '24.9.0',
    '24.21.0',
    '24.21.1',
  ])
  assert.equal(compareVersions('24.21.0', '24.21.0'), 0)
})

test('an exact version is asked of nobody, and one that cannot run TypeScript is refused', async () => {
  assert.equal(await newestOf('22.18.0', '/nowhere', signal), '22.18.0')
  await assert.rejects(newestOf('22.17.1', '/nowhere', signal), /Node 22\.17\.1 cannot run the tests.*22\.18\.0/)
})

test('the matrix runs what "npm test" runs, or other files in the same way', () => {
  const { command, files } = readTestCommand(root, [])

  assert.match(command, /^node lib\/cli\/main\.ts generate --quiet && node test\/run\.ts --test-timeout=\d+ .*"\$@"$/)
  assert.deepEqual(
    files,
    ['unit', 'service', 'store', 'parity'].map((room) => `test/${room}/**/*.test.ts`),
  )
  assert.deepEqual(readTestCommand(root, ['a.test.ts']), { command, files: ['a.test.ts'] })
})
