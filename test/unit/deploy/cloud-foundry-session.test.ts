import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSession } from '../../../lib/deploy/cloud-foundry-session.ts'
import { scripted } from './scripted.ts'

const home = '/somewhere'
const version = 'cf version 8.14.1+2bcb856.2025-06-10\n'

const target = (org: string, space: string): string =>
  `API endpoint:   https://api.example.com\nAPI version:    3.195.0\nuser:           ada\norg:            ${org}\nspace:          ${space}\n`

const at = (text: string | Error) => scripted({ 'cf version': version, 'cf target': text })

test('whoever is logged in stays so, if the space is the one that is called as the environment', async () => {
  const { run, lines } = at(target('Shop Ltd', 'staging'))

  assert.deepEqual(await openSession({ environment: 'staging', env: {}, home }, run), {})
  assert.deepEqual(lines, ['cf version', 'cf target'])
})

test('another space, organisation or API than the one that is meant is refused, with what mends it', async () => {
  const wrong: [Record<string, string>, RegExp][] = [
    [{}, /^CF_SPACE: the space is production, and cf is at shop \/ staging: cf target -s production$/],
    [{ CF_SPACE: 'staging', CF_ORG: 'bakery' }, /cf is at shop \/ staging: cf target -o bakery -s staging$/],
    [
      { CF_SPACE: 'staging', CF_API: 'https://api.other.example' },
      /^CF_API: .*: cf login -a https:\/\/api\.other\.example$/,
    ],
  ]
  for (const [env, message] of wrong) {
    const { run } = at(target('shop', 'staging'))
    await assert.rejects(openSession({ environment: 'production', env, home }, run), { exitCode: 78, message })
  }
  const { run } = at(target('shop', 'live'))
  await openSession(
    { environment: 'production', env: { CF_SPACE: 'live', CF_API: 'https://api.example.com/' }, home },
    run,
  )
})

test('nobody who is logged in, and no space at all, are said', async () => {
  const nobody = at(new Error("Not logged in. Use 'cf login' or 'cf login --sso' to log in."))
  const nowhere = at(`user:           ada\nNo org or space targeted, use 'cf target -o ORG -s SPACE'\n`)

  await assert.rejects(
    openSession({ environment: 'staging', env: {}, home }, nobody.run),
    /not logged in \(cf login, or set/,
  )
  await assert.rejects(
    openSession({ environment: 'staging', env: {}, home }, nowhere.run),
    /cf is at no org \/ no space/,
  )
})

test('a CLI that is too old is refused', async () => {
  const { run } = scripted({ 'cf version': 'cf version 7.8.0+8e2b70a4a.2024-10-01' })

  await assert.rejects(
    openSession({ environment: 'staging', env: {}, home }, run),
    /must be version 8 or later, is: cf version 7/,
  )
})

test('CF_USERNAME and CF_PASSWORD log in, in a session of its own, and stand in no argument', async () => {
  const env = { CF_USERNAME: 'ci', CF_PASSWORD: 'hush', CF_API: 'https://api.example.com', CF_ORG: 'shop' }
  const { run, lines } = scripted({ 'cf version': version })
  const client = scripted({ 'cf version': version })

  const session = await openSession({ environment: 'staging', env, home }, run)
  await openSession({ environment: 'staging', env: { ...env, CF_CLIENT_CREDENTIALS: 'on' }, home }, client.run)

  assert.deepEqual(session, { CF_HOME: home })
  assert.deepEqual(lines.slice(1), [
    'CF_HOME=/somewhere cf api https://api.example.com',
    'CF_HOME=/somewhere cf auth',
    'CF_HOME=/somewhere cf target -o shop -s staging',
  ])
  assert.equal(client.lines[2], 'CF_HOME=/somewhere cf auth --client-credentials')
})

test('what is missing to log in is named at once', async () => {
  const { run } = scripted({ 'cf version': version })

  await assert.rejects(openSession({ environment: 'staging', env: { CF_USERNAME: 'ci' }, home }, run), {
    exitCode: 78,
    message: ['CF_API', 'CF_ORG', 'CF_PASSWORD']
      .map((name) => `${name}: is required to log in to Cloud Foundry`)
      .join('\n'),
  })
})
