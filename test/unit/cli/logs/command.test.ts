import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, mkdtempSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { runCommand } from '../../../fakes/command.ts'

const main = join(import.meta.dirname, '..', '..', '..', '..', 'lib', 'cli', 'main.ts')
const folder = mkdtempSync(join(tmpdir(), 'twelvefold-logs-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const entry = (msg: string, fields: object = {}): string =>
  JSON.stringify({
    level: 'info',
    time: '2026-11-20T12:00:00.000Z',
    service: 'shop',
    operation: 'getItem',
    msg,
    ...fields,
  })

const logs = (args: string[], input: string) =>
  spawnSync(process.execPath, [main, 'logs', ...args], {
    input,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  })

test('a log that is piped in comes out as JSON lines where nobody looks, and what is between them survives', () => {
  const input = `starting\n   2026-11-20T12:00:00.00+0000 [APP/PROC/WEB/0] OUT ${entry('ä ready')}\n\tat somewhere`

  const { stdout, status } = logs([], input)

  assert.equal(stdout, `starting\n${entry('ä ready')}\n\tat somewhere\n`)
  assert.equal(status, 0)
})

test('it is printed for people without colour where NO_COLOR is set, and only what is asked for', () => {
  const { stdout } = logs(
    ['--pretty', '--level', 'warn'],
    `${entry('low')}\n${entry('high', { level: 'warn' })}\nplain\n`,
  )

  assert.equal(stdout, '12:00:00.000 WARN  shop.getItem high\n')
})

test('several files are counted together', () => {
  const files = ['one.log', 'two.log'].map((name) => join(folder, name))
  for (const file of files) writeFileSync(file, `${entry('GET 200', { status: 200, durationMs: 2 })}\n`)

  const { stdout } = logs([...files, '--stats'], '')

  assert.match(stdout, /^shop\s+getItem\s+2\s+0\s+0\s/m)
})

test('what is asked for in the wrong way is refused in words', () => {
  const refusals: [args: string[], message: RegExp][] = [
    [['--level', 'loud'], /The levels are trace, debug/],
    [['--since', 'soon'], /Write a time ago like 10m/],
    [[join(folder, 'missing.log')], /missing\.log cannot be read: ENOENT/],
    [[join(folder, 'one.log'), '--follow', '--stats'], /has no end to count or draw at/],
  ]

  for (const [args, message] of refusals) {
    const { stderr, status } = logs(args, '')
    assert.match(stderr, message)
    assert.equal(status, 1)
  }
})

test('it ends quietly when whoever reads its output has had enough', async () => {
  const child = spawn(process.execPath, [main, 'logs'], { stdio: ['pipe', 'pipe', 'pipe'] })
  let complaint = ''
  child.stderr.on('data', (chunk) => {
    complaint += chunk
  })
  child.stdin.on('error', () => undefined)
  const line = `${entry('again')}\n`.repeat(10_000)

  child.stdin.write(line)
  await once(child.stdout, 'data')
  child.stdout.destroy()
  child.stdin.end(line)
  const [status] = await once(child, 'exit')

  assert.equal(status, 0)
  assert.equal(complaint, '')
})

test('a file is followed while it grows, when it is cut, and when another takes its name', async (context) => {
  const file = join(folder, 'app.log')
  writeFileSync(file, `${entry('first')}\n`)
  const run = runCommand(context, folder, ['logs', file, '--follow', '--pretty'])
  await run.printed(/first/)

  appendFileSync(file, `${entry('second')}\n${entry('third').slice(0, 20)}`)
  await run.printed(/second/)
  appendFileSync(file, `${entry('third').slice(20)}\n`)
  await run.printed(/third/)
  truncateSync(file)
  appendFileSync(file, `${entry('4th')}\n`)
  await run.printed(/4th/)
  renameSync(file, `${file}.1`)
  writeFileSync(file, `${entry('fifth, which is longer than what was there before')}\n`)
  await run.printed(/fifth/)

  assert.equal(run.output().match(/second/g)?.length, 1)
})
