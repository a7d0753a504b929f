import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { type Answer, addProduct, call, type Refusal, type SeenProduct } from './catalog-calls.ts'

const list = (query: string): Promise<Answer<SeenProduct[]>> => call<SeenProduct[]>('listProducts', { query })

/** Every page of a list, by its Link. */
async function listAll(first: string): Promise<SeenProduct[]> {
  const found: SeenProduct[] = []
  for (let query: string | undefined = first; query !== undefined; ) {
    const { status, headers, body } = await list(query)
    assert.equal(status, 200)
    found.push(...body)
    query = /^<\?(.+)>; rel="next"$/.exec(String(headers.link))?.[1]
  }
  return found
}

describe('lists of products', () => {
  before(async () => {
    const { seed } = await import('../../../functions/catalog/demo.ts')
    assert.ok((await seed()) >= 200)
    assert.equal(await seed(), 0)
  })

  test('without a query there are 20, by name, and a Link to more', async () => {
    const { status, body, headers } = await list('')

    assert.equal(status, 200)
    assert.equal(body.length, 20)
    assert.match(String(headers.link), /^<\?cursor=[\w-]+>; rel="next"$/)
  })

  test('the pages have each product once, in order', async () => {
    const all = await listAll('limit=37')
    const names = all.map(({ name }) => name.toLowerCase())

    assert.equal(new Set(all.map(({ productId }) => productId)).size, all.length)
    assert.ok(all.length >= 200)
    assert.deepEqual(names, names.toSorted())
    assert.equal(new Set(names).size, names.length)
  })

  test('a page keeps the query of the one before', async () => {
    const { headers } = await list('category=lighting&sort=-price&limit=3')

    assert.match(String(headers.link), /^<\?category=lighting&sort=-price&limit=3&cursor=/)
  })

  const orders: [
    string,
    (a: SeenProduct & { createdAt: string }, b: SeenProduct & { createdAt: string }) => boolean,
  ][] = [
    ['name', (a, b) => a.name.toLowerCase() <= b.name.toLowerCase()],
    ['-name', (a, b) => a.name.toLowerCase() >= b.name.toLowerCase()],
    ['price', (a, b) => a.price.amount <= b.price.amount],
    ['-price', (a, b) => a.price.amount >= b.price.amount],
    ['newest', (a, b) => a.createdAt >= b.createdAt],
    ['oldest', (a, b) => a.createdAt <= b.createdAt],
  ]
  for (const [sort, isOrdered] of orders) {
    test(`sort=${sort} orders everything, and each category`, async () => {
      const whole = (await listAll(`sort=${sort}&limit=100`)) as (SeenProduct & { createdAt: string })[]
      const some = (await listAll(`sort=${sort}&category=tools&limit=5`)) as (SeenProduct & { createdAt: string })[]

      for (const found of [whole, some])
        assert.ok(found.every((product, index) => index === 0 || isOrdered(found[index - 1] ?? product, product)))
      assert.ok(some.length >= 15 && some.every(({ category }) => category === 'tools'))
    })
  }

  test('q finds names by their beginning, in capital or small letters, also in a category', async () => {
    const found = await listAll('q=OAK%20')
    const within = await listAll('q=oak&category=lighting&sort=-name&limit=2')

    assert.ok(found.length > 0 && found.every(({ name }) => name.startsWith('Oak ')))
    assert.deepEqual(
      within.map(({ name }) => name),
      found.map(({ name }) => name).toReversed(),
    )
    assert.deepEqual((await list('q=oak&category=tools')).body, [])
  })

  test('q together with an order that is not by name is refused', async () => {
    const { status, body } = await call<Refusal>('listProducts', { query: 'q=oak&sort=price' })

    assert.equal(status, 400)
    assert.deepEqual(
      body.errors?.map(({ pointer }) => pointer),
      ['/sort'],
    )
  })

  for (const query of ['limit=0', 'limit=101', 'sort=stock', 'category=X', 'cursor=AAAA', 'q=', 'page=2']) {
    test(`?${query} is refused`, async () => {
      assert.equal((await list(query)).status, 400)
    })
  }

  test('a cursor of one query is refused for another', async () => {
    const { headers } = await list('sort=price&limit=5')
    const cursor = /cursor=([\w-]+)/.exec(String(headers.link))?.[1]

    assert.equal((await list(`sort=price&limit=7&cursor=${cursor}`)).status, 200)
    assert.equal((await list(`sort=-price&limit=5&cursor=${cursor}`)).status, 400)
  })

  test('the categories are those that have a product, by name', async () => {
    const names = async () => (await call<{ name: string }[]>('listCategories')).body.map(({ name }) => name)
    const before = await names()

    await addProduct({ sku: 'CAT-1', category: 'light' })
    const during = await names()
    await call('deleteProduct', { params: { productId: 'cat-1' } })

    assert.ok(before.length >= 12)
    assert.deepEqual(during, [...before, 'light'].sort())
    assert.deepEqual(await names(), before)
  })
})
