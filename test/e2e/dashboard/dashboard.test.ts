import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, type TestContext, test } from 'node:test'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { launchChromium, skip } from '../web-shop/chromium.ts'
import { type DeskUnderTest, hostile, startDesk } from './desk-under-test.ts'

/** Where the screenshots of a run are. */
const screenshots = join(tmpdir(), 'twelvefold-dashboard')

let browser: Browser
let desk: DeskUnderTest
const ends: (() => unknown)[] = []

before(async () => {
  if (skip !== false) return
  mkdirSync(screenshots, { recursive: true })
  browser = await launchChromium()
  desk = await startDesk({ after: (end) => void ends.push(end as () => unknown) })
})

after(async () => {
  await browser?.close()
  for (const end of ends.reverse()) await end()
})

interface Opened {
  page: Page
  go: (hash: string) => Promise<void>
  shoot: (name: string) => Promise<void>
  /** Whether all was well: nothing in the console, nothing asked for elsewhere. */
  check: () => void
}

async function open(context: TestContext, options: BrowserContextOptions = {}): Promise<Opened> {
  const { base } = desk
  const own = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options })
  context.after(() => own.close())
  const page = await own.newPage()
  const faults: string[] = []
  page.on('console', (message) => faults.push(message.text()))
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('request', (request) => request.url().startsWith(`${base}/`) || faults.push(`asks ${request.url()}`))
  await page.goto(`${base}/-/dev`)
  await page.locator('body[data-feed=live]').waitFor()
  return {
    page,
    go: (hash) => page.goto(`${base}/-/dev#/${hash}`).then(() => undefined),
    shoot: async (name) => {
      await page.screenshot({ path: join(screenshots, `${name}.png`) })
    },
    check: () => assert.deepEqual(faults, []),
  }
}

test('a day at the desk', { skip }, async (context) => {
  const { page, go, shoot, check } = await open(context)

  await context.test('a call that is declared is on the map before it is made, and lights up when it is', async () => {
    const edge = page.getByRole('link', { name: 'orders to catalog: not called yet' })
    await edge.waitFor()
    assert.match((await edge.getAttribute('class')) ?? '', /quiet/)

    await desk.order()

    const seen = page.getByRole('link', { name: /^orders to catalog: 2 in five minutes, 0 failed, half within/ })
    await seen.waitFor()
    assert.doesNotMatch((await seen.getAttribute('class')) ?? '', /quiet/)
    await page.getByRole('row', { name: /^orders catalog .*\/min 2 0/ }).waitFor()
    await shoot('map')
  })

  await context.test('an edge leads to the requests of the traces that went over it', async () => {
    await page.getByRole('link', { name: /^orders to catalog/ }).focus()
    await page.keyboard.press('Enter')

    await page.getByRole('button', { name: 'Only orders to catalog: show all again' }).waitFor()
    const paths = await page.locator('.requests td.path').allInnerTexts()
    assert.deepEqual(paths, ['/orders', '/catalog/reservations', '/catalog/products/lmp-0002'])
    await page.getByRole('button', { name: 'Only orders to catalog: show all again' }).click()
  })

  await context.test("a request's waterfall has what was answered, called and stored, across services", async () => {
    await page.getByRole('link', { name: '/orders', exact: true }).click()

    const trace = page.getByRole('list', { name: /^Trace of/ })
    await trace.locator('.span.server', { hasText: 'catalog POST /catalog/reservations' }).waitFor()
    const spans = await trace
      .getByRole('listitem')
      .evaluateAll((items) => items.map((item) => `${item.classList[1]} ${item.querySelector('.name')?.textContent}`))
    for (const span of [
      'server orders POST /orders',
      'client calls POST /catalog/reservations',
      'server catalog POST /catalog/reservations',
      'store store insert orders',
    ])
      assert.ok(spans.includes(span), `${span} of ${spans.join(', ')}`)
    const widths = await trace
      .locator('.bar-of')
      .evaluateAll((bars) => bars.map((bar) => bar.getBoundingClientRect().width))
    assert.equal(Math.max(...widths), widths[0])
    assert.ok(widths.every((width) => width >= 3))
    await shoot('request')
  })

  await context.test('secrets of a request are not in the page, and it is repeated with them', async () => {
    await page.getByText('Headers').or(page.locator('.headers summary')).first().click()
    await page.getByText('[redacted]').first().waitFor()
    assert.doesNotMatch(await page.content(), /eyJ[\w-]{10,}/)

    await page.keyboard.press('r')
    await page.getByLabel('Idempotency-Key').selectOption('renew')
    await page.getByLabel('Body').fill('{"items":[{"productId":"lmp-0002","quantity":2}]}')
    await page.getByRole('button', { name: 'Send POST again' }).click()
    const dialog = page.getByRole('dialog', { name: 'Send POST again?' })
    await dialog.getByRole('button', { name: 'Do not' }).click()
    assert.equal(await page.locator('.verdict').count(), 0)
    await page.getByRole('button', { name: 'Send POST again' }).click()
    await dialog.getByRole('button', { name: 'Send' }).click()

    await page.getByText('The answers differ.').waitFor()
    assert.match((await page.locator('.diff .gone', { hasText: '"quantity": 1' }).textContent()) ?? '', /^-/)
    assert.match((await page.locator('.diff .new', { hasText: '"quantity": 2' }).textContent()) ?? '', /^\+/)
    await shoot('replay')
    await page.getByRole('button', { name: 'Open the new request' }).click()
    await page.getByText('Replay of').waitFor()
  })

  await context.test('the same request again has the same answer', async () => {
    await desk.get('/addition?a=1&b=2')
    await go('requests?text=addition')
    await page.locator('.requests a', { hasText: '/addition?a=1&b=2' }).click()
    await page.getByRole('button', { name: 'Replay …' }).click()
    await page.getByRole('button', { name: 'Send GET again' }).click()

    await page.getByText('The answers are the same.').waitFor()
  })

  await context.test('problems are grouped, explained, and lead to their requests', async () => {
    await desk.get('/addition?a=x&b=2')
    await desk.get('/addition?a=y&b=2')
    await go('problems')

    const group = page.locator('.group', { hasText: 'addition addTwo' })
    await group.getByText('2 ×').waitFor()
    await group.locator('summary').click()
    await group.getByText('Correct all faults of the list').waitFor()
    await shoot('problems')
    await group.getByRole('link', { name: 'The latest' }).click()
    await page.getByRole('heading', { name: 'The request breaks the contract validation-failed' }).waitFor()
    assert.equal(await desk.get('/docs/problems/validation-failed'), 200)
  })

  await context.test('the log is filtered, and stands still while it is read', async () => {
    await desk.get(`/hello/${encodeURIComponent(hostile)}`)
    await go('logs')
    await page.getByLabel('Level').selectOption('warn')
    const lines = page.locator('.log .line')
    await lines.filter({ hasText: 'greeted <img' }).waitFor()
    assert.equal(await lines.count(), 1)
    await page.getByRole('button', { name: 'Following' }).click()
    await desk.get('/hello/Ada')
    await page.getByRole('button', { name: 'Follow, 1 new' }).waitFor()
    assert.equal(await lines.count(), 1)
    await page.getByRole('button', { name: 'Follow, 1 new' }).click()
    await lines.filter({ hasText: 'greeted Ada' }).waitFor()
    await page.getByLabel('Level').selectOption('')
    await page.getByLabel('Filter by text, id, field').fill('greeted')
    assert.equal(await lines.count(), 2)
    await page.getByLabel('Service').selectOption('hello')
    assert.equal(await lines.count(), 2)
    await shoot('logs')
    await lines.first().locator('summary').click()
    await lines.first().getByRole('link', { name: 'Its request' }).click()
    await page.locator('.requests td.path', { hasText: '/hello/%3Cimg' }).waitFor()
  })

  await context.test('the environment is shown, secrets are not', async () => {
    await go('environment')
    const row = page.getByRole('row', { name: /^LOG_PSEUDONYM_KEY/ })
    await row.getByText('••••').waitFor()
    await page.getByRole('row', { name: /^PORT/ }).waitFor()
    assert.doesNotMatch(await page.content(), /nobody may know/)
    await shoot('environment')
  })

  await context.test('the store shows its documents, page by page and by an index, and no password', async () => {
    await desk.addHostileProduct()
    await go('store/products')
    await page.locator('.document', { hasText: 'lmp-0002' }).locator('summary').click()
    await page.getByText('"productId": "lmp-0002"').waitFor()
    const first = await page.locator('.document').first().innerText()
    await page.getByRole('button', { name: 'Next page' }).click()
    await page.getByRole('button', { name: 'First page', disabled: false }).waitFor()
    assert.notEqual(await page.locator('.document').first().innerText(), first)
    await page.getByLabel('Order').selectOption('byCategoryAndName')
    await page.getByLabel('Value of category').fill('lighting')
    await page.keyboard.press('Enter')
    await page.locator('.document', { hasText: 'aaa-0001' }).getByText('<img src=x').first().waitFor()
    await shoot('store')
    await page.getByRole('link', { name: 'users' }).click()
    await page.getByText('"passwordHash": "[redacted]"').waitFor()
  })

  await context.test(
    'nothing that a request, a line or a document holds has become markup, and nothing left the host',
    async () => {
      await go('requests')
      await page.locator('.requests td.path', { hasText: '%3Cimg' }).first().click()
      await page.locator('.details pre', { hasText: 'Hello <img src=x' }).waitFor()
      await shoot('hostile')

      assert.equal(await page.locator('img').count(), 0)
      assert.equal(await page.locator('body').getAttribute('data-hacked'), null)
      check()
    },
  )
})

test('the keyboard is enough', { skip }, async (context) => {
  const { page, check } = await open(context)
  await desk.get('/hello/Ada')
  await desk.get('/hello/Bob')

  await page.keyboard.press('2')
  await page.getByRole('link', { name: '/hello/Bob' }).waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  assert.equal(await page.locator(':focus').innerText(), '/hello/Ada')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'GET /hello/Ada' }).waitFor()
  await page.keyboard.press('Escape')
  assert.equal(await page.locator(':focus').innerText(), '/hello/Ada')
  await page.keyboard.press('/')
  await page.keyboard.type('bob')
  await page.getByText(/^1 of \d+$/).waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('p')
  await page.getByRole('button', { name: 'Paused', pressed: true }).waitFor()
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Keys' }).waitFor()
  check()
})

for (const [name, options] of Object.entries<BrowserContextOptions>({
  dark: { colorScheme: 'dark' },
  phone: { viewport: { width: 390, height: 844 } },
})) {
  test(`the views fit: ${name}`, { skip }, async (context) => {
    await desk.order()
    await desk.get('/orders/nothing')
    const { page, go, shoot, check } = await open(context, options)
    const views = {
      map: '.node',
      requests: '.requests tbody tr',
      problems: '.group',
      logs: '.line',
      environment: 'tbody tr',
      'store/orders': '.document',
    }

    for (const [view, what] of Object.entries(views)) {
      await go(view)
      await page.locator(what).first().waitFor()
      await shoot(`${name}-${view.replace('/', '-')}`)
      const [width, visible] = (await page.evaluate('[document.documentElement.scrollWidth, innerWidth]')) as [
        number,
        number,
      ]
      assert.ok(width <= visible, `${view}: ${width} of ${visible}`)
    }
    await go('requests')
    await page.getByRole('link', { name: '/orders', exact: true }).first().click()
    await page.locator('.waterfall').waitFor()
    await shoot(`${name}-request`)
    check()
  })
}
