import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { join } from 'node:path'
import { test } from 'node:test'
import { containerOf, readBase, readSettings, root } from '../unit/kubernetes/manifests.ts'
import { readSecrets } from '../unit/kubernetes/secrets.ts'

const signingKey = {
  ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }),
  kid: 'a',
}

const makeValue = (name: string): string =>
  name === 'AUTH_SIGNING_KEYS' ? JSON.stringify({ keys: [signingKey] }) : 'a-secret-of-at-least-32-characters'

/** What the pods of an environment get, where the secrets have the keys that the guide says. */
function environmentOf(environment: string, secrets = Object.keys(readSecrets())): Record<string, string> {
  const { env = [] } = containerOf(readBase())
  const keys = secrets.flatMap((secret) => readSecrets()[secret] ?? [])
  return {
    ...readSettings(environment),
    ...Object.fromEntries(keys.map((name) => [name, makeValue(name)])),
    ...Object.fromEntries(env.map(({ name, value = '' }) => [name, value])),
  }
}

/** With nothing of whoever runs the test. */
function check(env: Record<string, string>): { code: number | null; output: string } {
  const args = [join(root, 'lib', 'cli', 'main.ts'), 'env', '--check']
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, env, encoding: 'utf8' })
  return { code: status, output: stdout + stderr }
}

for (const environment of ['staging', 'production'])
  test(`the services need nothing but what a pod of ${environment} gets`, () => {
    const { code, output } = check(environmentOf(environment))

    assert.equal(code, 0, output)
  })

test('a service alone needs no more than its own secrets', () => {
  const { code, output } = check({ ...environmentOf('production', ['store', 'operation']), SERVICES: 'catalog' })

  assert.equal(code, 0, output)
})

test('without its secrets and settings a pod would not start', () => {
  const { CURSOR_SECRET: _, CATALOG_URL: __, ...env } = environmentOf('production')

  const { code, output } = check(env)

  assert.equal(code, 78)
  assert.match(output, /CATALOG_URL/)
  assert.match(output, /CURSOR_SECRET/)
})
