import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { runCommand } from '../../fakes/command.ts'
import { createWorkspace } from '../../parity/hosts/workspace.ts'

/** A text that does something where it is taken for markup. */
export const hostile =
  '<img src=x onerror="document.body.dataset.hacked=1"><script>document.body.dataset.hacked=2</script>'

/** A developer's desk with all services, and somebody who uses them. */
export interface DeskUnderTest {
  base: string
  /** Orders a lamp. @returns the order's id */
  order: () => Promise<string>
  /** Adds a product whose name is hostile. */
  addHostileProduct: () => Promise<void>
  get: (path: string, headers?: Record<string, string>) => Promise<number>
}

/** The services as they are, but that `hello` logs whom it greets. */
const talkativeGreet = `import { endpoint } from 'twelvefold'
import { greet } from '#contracts/hello'

export const handler = endpoint(greet, ({ path, log }) => {
  log.warn({ guest: path.name }, \`greeted \${path.name}\`)
  return { message: \`Hello \${path.name}\` }
})
`

export async function startDesk(context: Pick<TestContext, 'after'>): Promise<DeskUnderTest> {
  const { root, remove } = createWorkspace('services')
  context.after(remove)
  writeFileSync(join(root, 'functions/hello/greet.ts'), talkativeGreet)
  const env = { ENV: 'dev', PORT: '0', STORE_URL: 'sqljs::memory:', LOG_PSEUDONYM_KEY: 'nobody may know this key' }
  const running = runCommand(context, root, ['dev'], env)
  const [, base = ''] = await running.printed(/services at (http:\/\/localhost:\d+)/)

  const call = async (path: string, init: RequestInit = {}): Promise<Record<string, unknown>> => {
    const response = await fetch(base + path, init)
    const text = await response.text()
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`)
    return JSON.parse(text)
  }
  const tokenOf = async (client: string, scope: string): Promise<string> => {
    const headers = { authorization: `Basic ${Buffer.from(`${client}:only+for+a+desk`).toString('base64')}` }
    const body = new URLSearchParams({ grant_type: 'client_credentials', scope })
    return String((await call('/auth/token', { method: 'POST', headers, body })).access_token)
  }
  const post = async (path: string, token: string, body: object): Promise<Record<string, unknown>> =>
    call(path, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'idempotency-key': crypto.randomUUID(),
      },
      body: JSON.stringify(body),
    })

  return {
    base,
    order: async () => {
      const token = await tokenOf('shop-job', 'orders:read orders:write')
      return String((await post('/orders', token, { items: [{ productId: 'lmp-0002', quantity: 1 }] })).orderId)
    },
    addHostileProduct: async () => {
      const price = { amount: 100, currency: 'EUR' }
      const product = { sku: 'AAA-0001', name: hostile, category: 'lighting', price, stock: 1 }
      await post('/catalog/products', await tokenOf('orders', 'catalog:write'), product)
    },
    get: async (path, headers = {}) => (await fetch(base + path, { headers })).status,
  }
}
