import './own-keys.ts'
import assert from 'node:assert/strict'
import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import { afterEach, test } from 'node:test'
import {
  type Answer,
  Browser,
  basic,
  call,
  fieldsOf,
  newTokens,
  newUser,
  password,
  refresh,
  requestOf,
} from './auth-calls.ts'

const { timingSafeEqual } = crypto

/** The lengths of what was compared in constant time. */
let compared: [number, number][] = []

/** From now on this decides what is the same, for whoever compares in constant time, and for nobody else. */
function letBeSame(decide: typeof timingSafeEqual): void {
  compared = []
  crypto.timingSafeEqual = (one, other) => {
    compared.push([one.byteLength, other.byteLength])
    return decide(one, other)
  }
  syncBuiltinESMExports()
}

afterEach(() => {
  crypto.timingSafeEqual = timingSafeEqual
  syncBuiltinESMExports()
})

const secret = 'another secret of a machine'
const ask = (given: string): Promise<Answer> =>
  call('createToken', {
    form: { grant_type: 'client_credentials' },
    headers: { authorization: basic('machine', given) },
  })

test('a client’s secret is compared in constant time, whatever the length of what is sent', async () => {
  letBeSame(timingSafeEqual)

  const statuses: number[] = []
  for (const given of [secret, 'x', `${secret}x`, secret.slice(0, -1), 'y'.repeat(1_000)])
    statuses.push((await ask(given)).status)

  assert.deepEqual(statuses, [200, 401, 401, 401, 401])
  assert.deepEqual(compared, Array(5).fill([32, 32]))
})

test('nothing but the comparison in constant time decides about a client’s secret', async () => {
  letBeSame(() => false)
  const right = await ask(secret)
  letBeSame(() => true)
  const wrong = await ask('wrong')

  assert.deepEqual([right.status, wrong.status], [401, 200])
})

test('nothing else decides about a refresh token, or whether a form is from a page of ours', async () => {
  const tokens = await newTokens('constant')
  const email = await newUser('constant-form')
  const browser = new Browser()
  const fields = fieldsOf((await browser.open('authorize', requestOf())).text)

  letBeSame(() => false)
  const form = await browser.send('login', { ...fields, email, password })
  const token = await refresh(tokens.refresh_token)

  assert.equal(form.status, 403)
  assert.equal(token.json.error, 'invalid_grant')
  for (const lengths of compared) assert.deepEqual(lengths, [32, 32])
})
