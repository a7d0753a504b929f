import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import * as oauth from 'openid-client'
import { beginAuthorization, type RelyingParty } from './relying-party.ts'
import { openShop } from './shop.ts'
import type { Account, Visitor } from './visitor.ts'

/** Where a journey leads, and by whose hand. */
export interface Journey {
  /** Of the services. */
  base: string
  config: oauth.Configuration
  party: RelyingParty
  visitor: Visitor
}

export type Tokens = Awaited<ReturnType<typeof oauth.authorizationCodeGrant>>

/** Somebody whom nobody has seen before. */
export const newAccount = (): Account => ({
  name: 'Ada <b>Lovelace</b>',
  email: `ada-${randomUUID()}@example.com`,
  password: 'the difference engine',
})

/** Sends the browser to the login page, for a client. */
export async function goToLogin({ config, party, visitor }: Journey): Promise<void> {
  await visitor.page.goto((await beginAuthorization(config, party)).address)
  assert.equal(await visitor.heading(), 'Log in')
}

/** Registers and logs in by the pages, allows what the client asks for, and gets its tokens. */
export async function arrive({ base, config, party, visitor }: Journey, account: Account): Promise<Tokens> {
  const { page } = visitor
  const { address, exchange } = await beginAuthorization(config, party)
  await page.goto(address)
  assert.equal(await visitor.heading(), 'Log in')
  await page.getByRole('link', { name: 'Register' }).click()
  assert.equal((await visitor.register(account))?.status(), 200)
  assert.equal(await page.getByLabel('E-mail address').inputValue(), account.email)
  await visitor.logIn({ password: account.password })
  assert.equal(await visitor.heading(), `Allow ${party.name}?`)
  assert.ok((await page.getByRole('main').innerText()).includes(`You are logged in as ${account.name}.`))
  await visitor.press('Allow')
  const end = page.url()
  assert.ok(end.startsWith(`${party.redirectUri}?`), end)
  assert.equal(new URL(end).searchParams.get('iss'), `${base}/auth`)

  const tokens = await exchange(end)
  const info = await oauth.fetchUserInfo(config, tokens.access_token, tokens.claims()?.sub ?? '')
  assert.deepEqual([info.name, info.email], [account.name, account.email])
  return tokens
}

/** Looks through the catalog page by page, orders twice with one key, and cancels. */
export async function buyAndCancel({ base }: Journey, { access_token }: Tokens): Promise<void> {
  const shop = openShop(base, access_token)
  const pages = await shop.browse('lighting', 5)
  const names = pages.flat().map(({ name }) => name)
  assert.ok(pages.length > 2)
  assert.deepEqual(names, [...new Set(names)].sort())
  const lamp = pages.flat().find(({ stock }) => stock >= 10)
  assert.ok(lamp)

  const key = randomUUID()
  const first = await shop.order(lamp.productId, 2, key)
  const second = await shop.order(lamp.productId, 2, key)
  assert.deepEqual([first.status, second.status], [201, 201], JSON.stringify(first.body))
  assert.deepEqual(second.body, first.body)
  assert.deepEqual(first.body.total, { amount: 2 * lamp.price.amount, currency: lamp.price.currency })
  assert.equal((await shop.product(lamp.productId)).stock, lamp.stock - 2)
  assert.deepEqual(await shop.orders(), [first.body])
  const { orderId } = first.body
  assert.deepEqual((await shop.find(orderId)).body, first.body)

  const cancelled = await shop.cancel(orderId)
  assert.equal(cancelled.status, 200)
  assert.deepEqual(
    cancelled.body.history.map(({ state }) => state),
    ['placed', 'confirmed', 'cancelled'],
  )
  assert.equal((await shop.product(lamp.productId)).stock, lamp.stock)
}

/** Comes back while the session lasts: nobody is asked for anything. */
export async function comeBack({ config, party, visitor }: Journey): Promise<void> {
  const { address, exchange } = await beginAuthorization(config, party)
  await visitor.page.goto(address)
  assert.ok(visitor.page.url().startsWith(`${party.redirectUri}?`), visitor.page.url())
  await exchange(visitor.page.url())
}

/** Renews the tokens, logs out, and revokes what is left. */
export async function leave(journey: Journey, tokens: Tokens): Promise<void> {
  const { base, config, party, visitor } = journey
  const renewed = await oauth.refreshTokenGrant(config, tokens.refresh_token ?? '')
  assert.equal((await openShop(base, renewed.access_token).orders()).length, 1)

  const [post_logout_redirect_uri, state] = [party.logoutUri, oauth.randomState()]
  const id_token_hint = tokens.id_token ?? ''
  const { href } = oauth.buildEndSessionUrl(config, { id_token_hint, post_logout_redirect_uri, state })
  await visitor.page.goto(href)
  await visitor.press('Log out')
  assert.equal(visitor.page.url(), `${party.logoutUri}?state=${state}`)
  await goToLogin(journey)

  await oauth.tokenRevocation(config, renewed.refresh_token ?? '')
  await assert.rejects(oauth.refreshTokenGrant(config, renewed.refresh_token ?? ''), { error: 'invalid_grant' })
}
