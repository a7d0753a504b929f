import assert from 'node:assert/strict'
import { test } from 'node:test'
import { insertSection } from '../../../../lib/cli/release/insert-section.ts'

const section = '## 1.4.0 (2026-11-25)\n\n- new\n'

test('a first section gets a head above it', () => {
  assert.match(insertSection(undefined, section), /^# Changelog\n\n.+\n\n## 1\.4\.0 \(2026-11-25\)\n\n- new\n$/)
  assert.equal(insertSection('\n', section), insertSection(undefined, section))
})

test('the newest comes first, below what stands above the others', () => {
  const changelog = '# News\n\nOf the shop.\n\n## Unreleased\n\n- soon\n\n## [v1.3.0] - 2026-01-01\n\n- old\n'

  assert.equal(
    insertSection(changelog, section),
    '# News\n\nOf the shop.\n\n## Unreleased\n\n- soon\n\n## 1.4.0 (2026-11-25)\n\n- new\n\n## [v1.3.0] - 2026-01-01\n\n- old\n',
  )
})

test('prereleases since the last release make room, and those before it stay', () => {
  const changelog =
    '# News\n\n## 1.4.0-rc.2\n\n- new\n\n### Fixes\n\n## 1.4.0-rc.1\n\n- new\n\n## 1.3.0\n\n- old\n\n## 1.3.0-rc.1\n'

  assert.equal(
    insertSection(changelog, section),
    '# News\n\n## 1.4.0 (2026-11-25)\n\n- new\n\n## 1.3.0\n\n- old\n\n## 1.3.0-rc.1\n',
  )
})

test('a text without sections gets its first, and the ends of its lines stay', () => {
  assert.equal(insertSection('# News\r\n', section), '# News\r\n\r\n## 1.4.0 (2026-11-25)\r\n\r\n- new\r\n')
})

test('headings of one mark, as other tools write them for larger releases, are releases, too', () => {
  const old = '# Changelog\n\n# [1.3.0](https://example.com) (2026-01-01)\n\n- a\n\n## 1.2.9\n\n- b\n'

  assert.equal(insertSection(old, '## 1.4.0\n\n- x\n'), old.replace('# [1.3.0]', '## 1.4.0\n\n- x\n\n# [1.3.0]'))
})

test('what stands below prereleases and is none stays', () => {
  const old = '# Changelog\n\n## 1.4.0-rc.2\n\n- r\n\n## 1.4.0-rc.1\n\n- q\n\n## Before 1.0\n\nNobody wrote it down.\n'

  assert.equal(
    insertSection(old, '## 1.4.0\n\n- x\n'),
    '# Changelog\n\n## 1.4.0\n\n- x\n\n## Before 1.0\n\nNobody wrote it down.\n',
  )
})
