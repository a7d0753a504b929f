import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { chooseMemoryLimit, parseAmount } from '../../../lib/cloud-foundry/memory-limit.ts'
import { readMemory } from '../../../lib/cloud-foundry/memory-use.ts'
import { writeFiles } from '../../fakes/project.ts'

/** Puts a program of that name before all others for the time of a test. */
function provide(context: TestContext, name: string, script: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'twelvefold-bin-'))
  const { PATH } = process.env
  writeFiles(folder, { [name]: script })
  chmodSync(join(folder, name), 0o755)
  process.env.PATH = `${folder}:${PATH}`
  context.after(() => {
    process.env.PATH = PATH
    rmSync(folder, { recursive: true, force: true })
  })
}

test('where systemd makes control groups, one holds the process', (context) => {
  provide(context, 'systemd-run', '#!/bin/sh\nexit 0\n')

  const { how, prefix } = chooseMemoryLimit(128 * 2 ** 20)

  assert.match(how, /control group/)
  assert.deepEqual(prefix.slice(-5), ['-p', 'MemoryMax=134217728', '-p', 'MemorySwapMax=0', '--'])
})

test('elsewhere its peak is looked at, and told from the limit', (context) => {
  provide(context, 'systemd-run', '#!/bin/sh\nexit 1\n')
  const { now = 0, peak = 0 } = readMemory(process.pid) ?? {}

  const [small, large] = [chooseMemoryLimit(2 ** 20), chooseMemoryLimit(2 ** 40)]

  assert.match(small.how, /peak of its resident memory/)
  assert.deepEqual(small.prefix, [])
  assert.deepEqual([small.exceeded(process.pid), large.exceeded(process.pid)], [true, false])
  assert.ok(now > 10 * 2 ** 20 && peak >= now, `${now} ${peak}`)
})

test('a process that is not there has no memory', () => {
  assert.equal(readMemory(2 ** 30), undefined)
})

test('amounts are read as the platform reads them', () => {
  assert.deepEqual(['128M', '1GB', '512 K', '0.5G'].map(parseAmount), [2 ** 27, 2 ** 30, 2 ** 19, 2 ** 29])
})
