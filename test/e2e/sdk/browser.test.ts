import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { readContracts } from '../../../lib/contract/generate.ts'
import { openProject } from '../../../lib/contract/project.ts'
import { createPackage } from '../../../lib/sdk/create-package.ts'
import { runCommand } from '../../fakes/command.ts'
import { launchChromium, skip } from '../web-shop/chromium.ts'

const root = join(import.meta.dirname, '..', '..', '..')

/** What a page does with the client of the catalog; it answers in what can be copied out of a browser. */
const script = `
import { createCatalog, Problem } from './catalog.js'
const catalog = createCatalog({ baseUrl: BASE })
const path = { productId: 'lmp-0001' }
const first = await catalog.getProduct({ path })
const again = await catalog.getProduct({ path }, { ifNoneMatch: first.headers.etag })
const ids = []
for await (const { productId } of catalog.listProducts.all({ query: { limit: 4 } })) ids.push(productId)
const problem = await catalog.getProduct({ path: { productId: 'no-such-one' } }).catch((error) => error)
window.seen = [first.status, again.status, ids.length, problem instanceof Problem, problem.code]
`

test('a client works in a page of another origin: reads, pages, problems, what has not changed', {
  skip,
}, async (context) => {
  const shop = runCommand(context, root, ['dev'], {
    ENV: 'dev',
    PORT: '0',
    STORE_URL: 'sqljs::memory:',
    LOG_LEVEL: 'fatal',
  })
  const project = openProject(root)
  const contract = (await readContracts(project)).find(({ service }) => service === 'catalog') ?? assert.fail()
  const { files } = await createPackage(project, contract, { name: 'catalog', version: '1.0.0' })
  const [, base = ''] = await shop.printed(/services at (http:\/\/localhost:\d+)/)
  const served: Record<string, [type: string, text: string]> = {
    '/': ['text/html', '<!doctype html><script type="module" src="page.js"></script>'],
    '/page.js': ['text/javascript', script.replace('BASE', JSON.stringify(base))],
    '/catalog.js': ['text/javascript', files.get('index.js') ?? ''],
  }
  const site = createServer(({ url = '' }, response) => {
    const [type, text] = served[url] ?? ['text/plain', '']
    response.writeHead(200, { 'content-type': type }).end(text)
  }).listen(0, '127.0.0.1')
  await once(site, 'listening')
  const browser = await launchChromium()
  context.after(async () => {
    await browser.close()
    site.closeAllConnections()
    site.close()
  })

  const page = await browser.newPage()
  await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`)
  const seen = await page.waitForFunction(() => Reflect.get(globalThis, 'seen'), undefined, { timeout: 20_000 })

  const [first, again, count, isProblem, code] = (await seen.jsonValue()) as unknown[]
  assert.deepEqual([first, again, isProblem, code], [200, 304, true, 'not-found'])
  assert.ok(Number(count) > 4)
})
