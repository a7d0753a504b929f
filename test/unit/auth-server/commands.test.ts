import assert from 'node:assert/strict'
import { describe, mock, test } from 'node:test'
import { basic, call } from './auth-calls.ts'

/** Runs a command of the service in this process. @returns what it printed */
async function run(name: string, args: string[]): Promise<string> {
  const { commands } = await import('../../../functions/auth/commands.ts')
  const command = await commands[name]?.load()
  assert.ok(command)
  const printed: string[] = []
  const print = mock.method(console, 'log', (line: string) => printed.push(line))
  for (const part of [command, ...command.commands])
    part.exitOverride().configureOutput({ writeErr: (text) => printed.push(text) })
  try {
    await command.parseAsync(args, { from: 'user' })
  } catch (error) {
    printed.push(String(error))
  } finally {
    print.mock.restore()
  }
  return printed.join('\n')
}

describe('twelvefold oauth-client', () => {
  test('a client is created, shown its secret once, used, listed and removed', async () => {
    const args = ['create', 'job', '--grant', 'client_credentials', '--scope', 'catalog:reserve']
    const created = await run('oauth-client', args)
    const secret = /its secret: ([\w-]{43})$/.exec(created)?.[1] ?? ''
    const ask = () =>
      call('createToken', {
        form: { grant_type: 'client_credentials' },
        headers: { authorization: basic('job', secret) },
      })

    const good = await ask()
    const listed = await run('oauth-client', ['list'])
    const again = await run('oauth-client', args)
    await run('oauth-client', ['remove', 'job'])
    const gone = await ask()

    assert.equal(good.status, 200)
    assert.match(listed, /^job\tjob\tconfidential\tclient_credentials\tcatalog:reserve$/)
    assert.equal(listed.includes(secret), false)
    assert.match(again, /already/)
    assert.equal(gone.status, 401)
  })

  test('a wrong redirect URI, and a client that is not there, are said', async () => {
    const wrong = await run('oauth-client', ['create', 'w', '--public', '--redirect-uri', 'http://x.example.com/'])
    const missing = await run('oauth-client', ['remove', 'nobody'])

    assert.match(wrong, /neither https/)
    assert.match(missing, /no client nobody/)
  })
})

describe('twelvefold keys', () => {
  test('a rotation says when the new key signs, and a second one has to wait', async () => {
    await call('getKeys')

    const first = await run('keys', ['rotate'])
    const second = await run('keys', ['rotate'])
    const listed = await run('keys', ['list'])

    assert.match(first, /^\S{43} is published and signs from \d{4}-/)
    assert.match(second, /has not begun to sign/)
    assert.equal(listed.split('\n').length, 2)
  })
})
