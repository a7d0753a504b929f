import assert from 'node:assert/strict'
import { test } from 'node:test'
import { printSection } from '../../../../lib/cli/release/print-section.ts'
import type { Change, ServiceDiff } from '../../../../lib/contract/diff/diff-service.ts'
import type { Level } from '../../../../lib/contract/diff/rules.ts'
import { weigh } from './commits.ts'

const change = (level: Level, message: string): Change => ({
  level,
  rule: 'cannot-be-decided',
  endpoints: ['GET /colors'],
  operations: ['listColors'],
  where: 'query parameter limit',
  message,
})

const colors = (...changes: Change[]): ServiceDiff => ({
  service: 'colors',
  before: '1.0.0',
  after: '2.0.0',
  changes,
  bump: 'major',
  unannounced: false,
})

const about = { version: '2.0.0', date: '2026-11-25' }

test('what breaks comes first, then contracts, features, fixes and the rest', () => {
  const section = printSection({
    ...about,
    commits: [
      weigh('Tell it'),
      weigh('fix: a typo'),
      weigh('feat(orders): cancel'),
      weigh('auth: drop it\n\nBREAKING CHANGE: use the new one'),
    ],
    contracts: [
      colors(change('breaking', 'maximum: 100 → 50'), change('additive', 'default: 10'), change('documentation', 'x')),
      { ...colors(), service: 'quiet' },
    ],
  })

  assert.equal(
    section,
    `## 2.0.0 (2026-11-25)

### Breaking

- colors: GET /colors (listColors), query parameter limit: maximum: 100 → 50
- auth: drop it (a1b2c3d): use the new one

### Contracts

- colors 1.0.0 → 2.0.0
  - 1 breaking change, above
  - GET /colors (listColors), query parameter limit: default: 10
  - 1 change of documentation

### Features

- orders: cancel (a1b2c3d)

### Fixes

- a typo (a1b2c3d)

### Other changes

- Tell it (a1b2c3d)
`,
  )
})

test('no word is taken for Markdown or HTML, but for code, and nobody is named by an address', () => {
  const section = printSection({
    ...about,
    commits: [weigh('Let `a_b<T>` be _this_ <script> of Ada <ada@mail.example.org> with @aws-sdk/client@3.1.0')],
    contracts: [],
  })

  assert.match(
    section,
    /^- Let `a_b<T>` be \\_this\\_ \\<script\\> of Ada … with @aws-sdk\/client@3\.1\.0 \(a1b2c3d\)$/m,
  )
})

test('a first release tells what it begins with, and counts what would be too long', () => {
  const services = ['colors 1.0.0: 3 operations']
  const first = (count: number): string =>
    printSection({ ...about, services, contracts: undefined, commits: Array(count).fill(weigh('Begin')) })

  assert.match(first(30), /\n\nThe first release\.\n\n### Contracts\n\n- colors 1\.0\.0: 3 operations\n/)
  assert.equal(first(30).match(/- Begin/g)?.length, 30)
  assert.match(
    first(31),
    /\n\nThe first release, of 31 commits\.\n\n### Contracts\n\n- colors 1\.0\.0: 3 operations\n$/,
  )
})

/** The line of a commit that says nothing else. */
const lineOf = (message: string): string | undefined =>
  printSection({ ...about, commits: [weigh(message)], contracts: [] })
    .split('\n')
    .find((line) => line.startsWith('- '))

test('code is what Markdown takes for it: marks without a partner hide no HTML', () => {
  assert.equal(lineOf('``<img src=x>`x'), String.raw`- \`\`\<img src=x\>\`x (a1b2c3d)`)
  assert.equal(lineOf('Say ``a`<b>`` again'), '- Say ``a`<b>`` again (a1b2c3d)')
  assert.equal(lineOf('&lt;b&gt; & c'), String.raw`- \&lt;b\&gt; & c (a1b2c3d)`)
})

test('no first word begins a heading, a list, a rule or a block of code of its own', () => {
  assert.equal(lineOf('# Large'), String.raw`- \# Large (a1b2c3d)`)
  assert.equal(lineOf('- deep'), String.raw`- \- deep (a1b2c3d)`)
  assert.equal(lineOf('---'), String.raw`- \--- (a1b2c3d)`)
  assert.equal(lineOf('1. first'), String.raw`- 1\. first (a1b2c3d)`)
  assert.equal(lineOf('```js'), '- \\`\\`\\`js (a1b2c3d)')
  assert.equal(lineOf('~~~'), String.raw`- \~\~\~ (a1b2c3d)`)
})

test('no commit moves or paints what a terminal shows, and one without words is a line, too', () => {
  assert.equal(lineOf('Red \u001b[31m\u2028 \u202e'), String.raw`- Red \\u001b\[31m\\u2028 \\u202e (a1b2c3d)`)
  assert.equal(lineOf(''), '- A commit without a message (a1b2c3d)')
})
