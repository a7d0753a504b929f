import assert from 'node:assert/strict'
import { test } from 'node:test'
import { leaveOut } from '../../../../lib/cli/release/leave-out.ts'
import { weigh } from './commits.ts'

const hashOf = (digit: string): string => digit.repeat(40)

const subjects = (commits: Parameters<typeof leaveOut>[0], tags: Parameters<typeof leaveOut>[1] = []): string[] =>
  leaveOut(commits, tags).map(({ subject }) => subject)

const revert = (digit: string): string => `Revert it\n\nThis reverts commit ${hashOf(digit)}.`

test('what was taken back is left out, with what took it back', () => {
  const commits = [
    weigh('last', { hash: hashOf('4') }),
    weigh(revert('2'), { hash: hashOf('3') }),
    weigh('feat: second', { hash: hashOf('2') }),
    weigh('first', { hash: hashOf('1') }),
  ]

  assert.deepEqual(subjects(commits), ['last', 'first'])
})

test('a taking back that was taken back leaves the first commit', () => {
  const commits = [
    weigh(revert('2'), { hash: hashOf('3') }),
    weigh(revert('1'), { hash: hashOf('2') }),
    weigh('feat: first', { hash: hashOf('1') }),
  ]

  assert.deepEqual(subjects(commits), ['first'])
})

test('a merge that was taken back takes all with it that it brought, and nothing else', () => {
  const at = (digit: string, ...parents: string[]) => ({ hash: hashOf(digit), parents: parents.map(hashOf) })
  const commits = [
    weigh(revert('5'), at('6', '5')),
    weigh("Merge branch 'topic'", at('5', '2', '4')),
    weigh('feat!: and more of it', at('4', '3')),
    weigh('feat: on the branch', at('3', '1')),
    weigh('fix: on main', at('2', '1')),
    weigh('feat: before both', at('1', '0')),
  ]

  assert.deepEqual(subjects(commits), ['on main', 'before both'])
})

test('what takes back an earlier release is told', () => {
  assert.deepEqual(subjects([weigh(revert('9'), { hash: hashOf('1') })]), ['Revert it'])
})

test('commits of releases and merges that say nothing are left out', () => {
  const commits = [
    weigh("Merge branch 'topic'", { hash: hashOf('4'), isMerge: true }),
    weigh('feat: merge two carts', { hash: hashOf('3'), isMerge: true }),
    weigh('v1.0.0-rc.1', { hash: hashOf('2') }),
    weigh('v1.0.0-rc.1', { hash: hashOf('1') }),
  ]
  const tags = [{ name: 'v1.0.0-rc.1', version: '1.0.0-rc.1', commit: hashOf('2') }]

  assert.deepEqual(subjects(commits, tags), ['merge two carts', 'v1.0.0-rc.1'])
})
