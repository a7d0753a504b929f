import assert from 'node:assert/strict'
import { test } from 'node:test'
import { weigh } from './commits.ts'

const read = (message: string): unknown[] => {
  const { bump, kind, subject } = weigh(message)
  return [bump, kind, subject]
}

test('a plain sentence asks for a patch, and is told as it stands', () => {
  assert.deepEqual(read('Tell how releases are made'), ['patch', 'other', 'Tell how releases are made'])
  assert.deepEqual(read('catalog: page by cursor, so that an insert never shifts a page'), [
    'patch',
    'other',
    'catalog: page by cursor, so that an insert never shifts a page',
  ])
  assert.deepEqual(read('Add a feature: colours'), ['patch', 'other', 'Add a feature: colours'])
})

test('a sentence that says so is a fix', () => {
  assert.deepEqual(read('Fix the total of an empty order'), ['patch', 'fix', 'Fix the total of an empty order'])
  assert.deepEqual(read('orders: fix the total'), ['patch', 'fix', 'orders: fix the total'])
  assert.deepEqual(read('Fixtures are files now'), ['patch', 'other', 'Fixtures are files now'])
})

test('the types of Conventional Commits are read, and not told', () => {
  assert.deepEqual(read('feat: cancel an order'), ['minor', 'feature', 'cancel an order'])
  assert.deepEqual(read('feat(orders): cancel an order'), ['minor', 'feature', 'orders: cancel an order'])
  assert.deepEqual(read('Fix(lib/cli): a typo'), ['patch', 'fix', 'lib/cli: a typo'])
  assert.deepEqual(read('chore(deps): take esbuild 1'), ['patch', 'other', 'deps: take esbuild 1'])
  assert.deepEqual(read('docs: fix a link'), ['patch', 'other', 'fix a link'])
})

test('an exclamation mark breaks, after any word', () => {
  assert.deepEqual(read('feat!: drop the old grant'), ['major', 'breaking', 'drop the old grant'])
  assert.deepEqual(read('feat(auth)!: drop the old grant'), ['major', 'breaking', 'auth: drop the old grant'])
  assert.deepEqual(read('catalog!: drop it'), ['major', 'breaking', 'catalog: drop it'])
  assert.deepEqual(read('Say hello! It is new'), ['patch', 'other', 'Say hello! It is new'])
})

test('a footer says what breaks, in several lines, without the footers after it', () => {
  const { bump, kind, notes } = weigh(
    'auth: drop the old grant\n\nNobody used it.\n\nBREAKING CHANGE: clients use\nclient_credentials.\n\nCo-authored-by: Bob <bob@example.org>\nRefs: 12',
  )

  assert.deepEqual([bump, kind, notes], ['major', 'breaking', ['clients use client_credentials.']])
  assert.deepEqual(weigh('x\n\nBREAKING-CHANGE: y').notes, ['y'])
})

test('words about breaking changes break nothing', () => {
  assert.equal(weigh('diff: tell them\n\nBreaking changes are told first.').bump, 'patch')
  assert.equal(weigh('diff: tell them\n\nBREAKING CHANGE is a footer, and BREAKING CHANGES are many.').bump, 'patch')
  assert.equal(weigh('diff: tell them\n\nbreaking change: nothing').bump, 'patch')
})

test('a commit that takes another back names it', () => {
  assert.equal(weigh('Revert "feat: x"\n\nThis reverts commit 5c2e4361.').reverts, '5c2e4361')
  assert.equal(weigh('Reapply "x"\n\nThis reverts commit 5c2e4361.').reverts, '5c2e4361')
  assert.equal(weigh('orders: say that commit 5c2e4361 is right').reverts, undefined)
})

test('a commit without a message is one', () => {
  assert.deepEqual(read(''), ['patch', 'other', 'A commit without a message'])
})
