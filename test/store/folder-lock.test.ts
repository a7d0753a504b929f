import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { lockFolder } from '../../lib/store/sqljs/folder-lock.ts'
import { takeBySocket } from '../../lib/store/sqljs/folder-sockets.ts'
import { runNode } from '../fakes/command.ts'
import { createFolder } from './items.ts'

const skip = process.platform === 'linux' ? false : 'the socket in the folder is for containers, which Linux has'
const locker = join(import.meta.dirname, 'lock-folder.ts')

test('a folder is taken once, by whatever path, and again when it was let go of', async (context) => {
  const folder = createFolder(context)
  const other = `${folder}-link`
  symlinkSync(folder, other)
  context.after(() => rmSync(other))

  const first = await lockFolder(folder)
  const second = await lockFolder(other)
  await first?.release()
  const third = await lockFolder(other)
  await third?.release()

  assert.deepEqual([first, second, third].map(Boolean), [true, false, true])
  assert.deepEqual(readdirSync(folder), [])
})

test('of many who want a folder at the same time, each in a container of its own, never two have it', {
  skip,
}, async (context) => {
  const folder = createFolder(context)
  const rounds = 8
  let owners = 0

  for (let round = 0; round < rounds; round++) {
    const taken = await Promise.all(Array.from({ length: 4 }, () => takeBySocket(folder)))
    const releases = taken.filter((release) => release !== undefined)
    assert.ok(releases.length <= 1, `${releases.length} have it`)
    owners += releases.length
    for (const release of releases) await release()
  }

  assert.ok(owners > rounds / 2, `${owners} of ${rounds} rounds had an owner`)
})

test('what a killed process leaves in the folder keeps nobody out', { skip }, async (context) => {
  const folder = createFolder(context)
  const owner = runNode(context, folder, [locker, folder])
  await owner.printed(/taken/)
  const meanwhile = await takeBySocket(folder)
  owner.child.kill('SIGKILL')
  await owner.ended()
  const left = readdirSync(folder)

  const release = await takeBySocket(folder)
  const then = readdirSync(folder)
  await release?.()

  assert.equal(meanwhile, undefined)
  assert.equal(left.length, 1)
  assert.equal(then.length, 1)
  assert.notDeepEqual(then, left)
  assert.deepEqual(readdirSync(folder), [])
})

test('a folder with a path that is longer than that of a socket may be is taken like any other', {
  skip,
}, async (context) => {
  const folder = join(createFolder(context), 'long'.repeat(40))
  mkdirSync(folder)

  const first = await takeBySocket(folder)
  const second = await takeBySocket(folder)
  await first?.()

  assert.deepEqual([first, second].map(Boolean), [true, false])
  assert.deepEqual(readdirSync(folder), [])
})

/** Puts a command into a network namespace of its own: as root, or as whoever may be root among users of his own. */
const apart = ['unshare', '--net', '--map-root-user']

test('a process in another network namespace, as in another container, keeps this one from the folder', {
  skip,
}, async (context) => {
  const [command = '', ...args] = apart
  if (spawnSync(command, [...args, 'true']).status !== 0) return context.skip('nobody may make network namespaces here')
  const folder = createFolder(context)
  const owner = spawn(command, [...args, process.execPath, locker, folder])
  context.after(() => owner.kill('SIGKILL'))
  const [said] = await once(owner.stdout, 'data')

  const meanwhile = await lockFolder(folder)
  owner.kill('SIGKILL')
  await once(owner, 'exit')
  const afterwards = await lockFolder(folder)
  await afterwards?.release()

  assert.equal(String(said), 'taken\n')
  assert.deepEqual([meanwhile, afterwards].map(Boolean), [false, true])
})

test('the socket has the one name that every release of Node gives it, at its full length', {
  skip,
}, async (context) => {
  const before = new Set(listNames())

  const lock = await lockFolder(createFolder(context))
  context.after(() => lock?.release())

  const added = listNames().filter((name) => !before.has(name))
  assert.ok(
    added.some((name) => name.length === 107),
    `${added}`,
  )
})

const listNames = (): string[] =>
  [...readFileSync('/proc/net/unix', 'utf8').matchAll(/@(twelvefold-.*)/g)].map(([, name = '']) => name)
