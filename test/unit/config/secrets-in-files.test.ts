import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { isRandom } from '../../../lib/config/secret-shapes.ts'
import { findSecretsInFiles } from '../../../lib/config/secrets-in-files.ts'
import { createProject } from '../../fakes/project.ts'

const declared = [{ variable: 'API_KEY', secret: true }, { variable: 'LOG_LEVEL' }]

/** What is found in `env/dev.env`, without the advice. */
function find(context: TestContext, text: string): string[] {
  const { root } = createProject(context, { 'env/dev.env': text })
  return findSecretsInFiles(root, declared).map(({ variable, message }) => `${variable}: ${message.split(';')[0]}`)
}

test('a value of a variable that is declared a secret is refused, with file and line and without the value', (context) => {
  const { root } = createProject(context, {
    'env/dev.env': 'LOG_LEVEL=debug\n',
    'env/staging.env': '\uFEFF# Staging\r\n\r\nexport API_KEY="hunter2" # for now\r\n',
  })

  const faults = findSecretsInFiles(root, declared)

  assert.deepEqual(faults, [
    {
      variable: 'API_KEY',
      message:
        'is a secret, and env/staging.env:3 gives it a value; env/ is part of the code: set it where the service runs',
    },
  ])
})

test('a secret without a value, and one that only a comment names, are let through', (context) => {
  const text = 'API_KEY=\nAPI_KEY="" # set where it runs\nAPI_KEY=\'\'\n# Set where it runs: API_KEY\n# API_KEY=...\n'

  assert.deepEqual(find(context, text), [])
})

test('each of two lines that give a value is named', (context) => {
  assert.deepEqual(find(context, 'API_KEY=a\nAPI_KEY=b\nAPI_KEY=\n'), [
    'API_KEY: is a secret, and env/dev.env:1 gives it a value',
    'API_KEY: is a secret, and env/dev.env:2 gives it a value',
  ])
})

const shapes = {
  'a private key': '-----BEGIN RSA PRIVATE KEY-----',
  'a private key (JWK)': '{"kty":"EC","crv":"P-256","d":"870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE"}',
  'a token (JWT)': 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl',
  'an AWS access key': 'AKIAIOSFODNN7EXAMPLE',
  'a GitHub token': `ghp_${'a1B2c3'.repeat(6)}`,
  'a URL with a password': 'postgres://shop:hunter2@db.example/shop',
}

for (const [kind, value] of Object.entries(shapes)) {
  test(`${kind} is found whatever the variable is called, and in a comment`, (context) => {
    const faults = find(context, `ANYTHING='${value}'\n# before: ${value}\n`)

    assert.deepEqual(faults, [`ANYTHING: env/dev.env:1 holds ${kind}`, `env/dev.env: line 2 holds ${kind}`])
  })
}

test('a key in several lines is found where it begins', (context) => {
  const text = 'A=1\nSIGNING="\n-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQ==\n-----END PRIVATE KEY-----\n"\n'

  assert.deepEqual(find(context, text), ['env/dev.env: line 3 holds a private key'])
})

test('long random text is found in variables that are called like secrets, even behind a hash, and in no others', (context) => {
  const random = 'q8Zr1vT0xW5bN2kL7mJ4'

  const faults = find(
    context,
    `PAY_TOKEN=${random}\n# MAIL_PASSWORD=${random}\nHASH_KEYS="${random}"\nBUILD=${random}\nKEYBOARD=${random}\n`,
  )

  assert.deepEqual(faults, [
    'PAY_TOKEN: env/dev.env:1 holds what looks like a secret',
    'MAIL_PASSWORD: env/dev.env:2 holds what looks like a secret',
    'HASH_KEYS: env/dev.env:3 holds what looks like a secret',
  ])
})

test('words, addresses, names of secrets elsewhere and paths are no random text', () => {
  for (const text of [
    'only-for-a-desk-and-tests',
    'https://keys.example/2026/q8Zr1vT0xW5bN2kL7mJ4',
    'arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop-Ab12Cd',
    '/etc/shop/keys/signing-2026-q8Zr1vT0.pem',
    'uploads/2026/catalog-images_2/3',
    'step1-step1-step1-step1-step1',
    'short1234',
  ])
    assert.equal(isRandom(text), false, text)
  // 128 bits in hex, 160 in base64, a UUID.
  for (const text of [
    '9f86d081884c7d659a2feaa0c55ad015',
    'qUqP5cyxm6YcTAhz05Hph5gvu9M=',
    '3f2504e0-4f89-11d3-9a0c-0305e82c3301',
  ])
    assert.equal(isRandom(text), true, text)
})

test('files that are no env files, and a project without a folder env, are left alone', (context) => {
  const { root } = createProject(context, { 'env/nginx.conf': 'API_KEY=hunter2', 'env/local.env.example': 'API_KEY=x' })
  const bare = createProject(context, {})

  assert.deepEqual(
    findSecretsInFiles(root, declared).map(({ message }) => message.split(' ')[4]),
    ['env/local.env.example:1'],
  )
  assert.deepEqual(findSecretsInFiles(bare.root, declared), [])
})
