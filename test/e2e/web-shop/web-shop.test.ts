import assert from 'node:assert/strict'
import { after, before, describe, type TestContext, test } from 'node:test'
import * as oauth from 'openid-client'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import type { Workspace } from '../../parity/hosts/workspace.ts'
import { launchChromium, skip as withoutChromium } from './chromium.ts'
import { arrive, buyAndCancel, comeBack, goToLogin, type Journey, leave, newAccount } from './journey.ts'
import { runReadmeJourney, skip as withoutCurl } from './readme-journey.ts'
import { discover, type RelyingParty, startRelyingParty } from './relying-party.ts'
import { type Order, openShop, type Product } from './shop.ts'
import { buildShop, layouts, type System } from './systems.ts'
import { createVisitor } from './visitor.ts'

let workspace: Workspace
let party: RelyingParty
let browser: Browser

before(async () => {
  party = await startRelyingParty()
  if (withoutChromium === false) browser = await launchChromium()
  workspace = await buildShop()
})

after(async () => {
  await browser?.close()
  await party?.stop()
  workspace?.remove()
})

for (const layout of layouts) {
  describe(`the web shop ${layout.name}`, { skip: layout.skip }, () => {
    let system: System
    let config: oauth.Configuration

    before(async () => {
      system = await layout.start(workspace, JSON.stringify([party.client]))
      config = await discover(system.base)
    })

    after(() => system?.stop())

    /** A browser that has never been here, and is closed when the test ends. */
    async function beginJourney(context: TestContext, options?: BrowserContextOptions): Promise<Journey> {
      const visitor = await createVisitor(browser, options)
      context.after(visitor.leave)
      return { base: system.base, config, party, visitor }
    }

    for (const [name, javaScriptEnabled] of [
      ['with script', true],
      ['without script', false],
    ] as const) {
      const title = `somebody registers, logs in, orders, cancels and logs out, in a browser ${name}`
      test(title, { skip: withoutChromium }, async (context) => {
        const journey = await beginJourney(context, { javaScriptEnabled })

        const tokens = await arrive(journey, newAccount())
        await buyAndCancel(journey, tokens)
        await comeBack(journey)
        await leave(journey, tokens)

        assert.deepEqual(journey.visitor.complaints(), [])
      })
    }

    test('the pages say what is wrong, keep what was typed, and let go on', {
      skip: withoutChromium,
    }, async (context) => {
      const journey = await beginJourney(context)
      const { page, register, logIn, fault, press, complaints } = journey.visitor
      const account = newAccount()

      await goToLogin(journey)
      await page.getByRole('link', { name: 'Register' }).click()
      const weak = await register({ ...account, password: 'password1' })
      assert.equal(weak?.status(), 422)
      assert.match(await fault(), /password/)
      assert.equal(await page.getByLabel('E-mail address').inputValue(), account.email)
      await register(account)
      const wrong = await logIn({ password: 'the analytical engine' })
      assert.equal(wrong?.status(), 401)
      assert.match(await fault(), /password/)
      await logIn({ password: account.password })
      await press('Deny')

      const end = new URL(page.url())
      assert.equal(`${end.origin}${end.pathname}`, party.redirectUri)
      assert.equal(end.searchParams.get('error'), 'access_denied')
      // The console tells of the two refusals, and of nothing else.
      assert.deepEqual(
        complaints().filter((text) => !/status of (?:401|422)/.test(text)),
        [],
      )
    })

    test('a program orders and cancels with curl, as the README shows it', { skip: withoutCurl }, async () => {
      const answers = await runReadmeJourney(system.base)

      const [products, ordered, cancelled] = answers as [Product[], Order, Order]
      assert.equal(answers.length, 3)
      assert.equal(products.length, 3)
      assert.deepEqual([ordered.state, cancelled.state], ['confirmed', 'cancelled'])
      assert.equal(cancelled.orderId, ordered.orderId)
    })

    // The last one: it stops the system, to look into the store.
    test('a user who deletes their account is forgotten, and what they paid is not', {
      skip: withoutChromium,
    }, async (context) => {
      const journey = await beginJourney(context)
      const account = newAccount()
      const tokens = await arrive(journey, account)
      const shop = openShop(system.base, tokens.access_token)
      const { body: order } = await shop.order('lmp-0004', 1)
      assert.equal(order.state, 'confirmed')

      const me = new URL(`${system.base}/auth/users/me`)
      const { status } = await oauth.fetchProtectedResource(config, tokens.access_token, me, 'DELETE')
      assert.equal(status, 204)

      await assert.rejects(oauth.refreshTokenGrant(config, tokens.refresh_token ?? ''), { error: 'invalid_grant' })
      assert.deepEqual(await shop.orders(), [])
      assert.equal((await shop.find(order.orderId)).status, 404)
      assert.equal((await shop.order('lmp-0004', 1)).status, 403)
      await goToLogin(journey)
      assert.equal((await journey.visitor.logIn(account))?.status(), 401)
      const kept = await system.keptOrders()
      const left = kept.find(({ orderId }) => orderId === order.orderId)
      assert.deepEqual([left?.items, left?.total], [order.items, order.total])
      assert.ok(!JSON.stringify(kept).includes(tokens.claims()?.sub ?? ''))
    })
  })
}
