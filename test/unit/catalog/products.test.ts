import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { signToken } from '../../fakes/tokens.ts'
import { addProduct, call, lamp, type SeenProduct } from './catalog-calls.ts'

const read = (productId: string) => call<SeenProduct>('getProduct', { params: { productId } })

describe('products', () => {
  test('a product is added; its Location and its ETag are those of what is read', async () => {
    const added = await call<SeenProduct>('createProduct', { body: { ...lamp, sku: 'ADD-1' } })

    assert.equal(added.status, 201)
    assert.equal(added.headers.location, '/catalog/products/add-1')
    const found = await read('add-1')
    assert.equal(found.status, 200)
    assert.deepEqual(found.body, added.body)
    assert.equal(found.headers.etag, added.headers.etag)
    assert.deepEqual(Object.keys(found.body).sort(), [
      'category',
      'createdAt',
      'description',
      'imageUrl',
      'name',
      'price',
      'productId',
      'sku',
      'stock',
      'updatedAt',
    ])
  })

  test('what the client has already is 304', async () => {
    const etag = await addProduct({ sku: 'KNOWN-1' })

    const { status } = await call('getProduct', {
      params: { productId: 'known-1' },
      headers: { 'if-none-match': etag },
    })

    assert.equal(status, 304)
  })

  test('of 20 who add the same SKU at once, one does', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => call('createProduct', { body: { ...lamp, sku: 'RACE-1' } })),
    )

    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, ...Array(19).fill(409)])
  })

  const wrong: [string, object, string][] = [
    ['a price that is no integer', { price: { amount: 1.5, currency: 'EUR' } }, '/price/amount'],
    ['a currency in small letters', { price: { amount: 1, currency: 'eur' } }, '/price/currency'],
    ['a currency that nobody pays in', { price: { amount: 1, currency: 'ZZZ' } }, '/price/currency'],
    ['a negative stock', { stock: -1 }, '/stock'],
    ['a SKU in small letters', { sku: 'abc' }, '/sku'],
    ['a name that ends with a space', { name: 'Lamp ' }, '/name'],
    ['an image that is no address', { imageUrl: 'lamp.webp' }, '/imageUrl'],
    ['an image that is a script', { imageUrl: 'javascript:alert(1)' }, '/imageUrl'],
    ['what only the service says', { createdAt: '2026-01-01T00:00:00Z' }, '/createdAt'],
    ['marks of its own', { marks: {} }, '/marks'],
  ]
  for (const [fault, change, pointer] of wrong) {
    test(`${fault} is refused, by its pointer`, async () => {
      const { status, body } = await call('createProduct', { body: { ...lamp, sku: 'WRONG-1', ...change } })

      assert.equal(status, 400)
      assert.deepEqual([...new Set(body.errors?.map((error) => error.pointer))], [pointer])
    })
  }

  test('writes need a token, and one with the scope', async () => {
    const without = await call('createProduct', { body: lamp, headers: { authorization: '' } })
    const token = await signToken({ scopes: ['orders:write'] })
    const another = await call('createProduct', { body: lamp, headers: { authorization: `Bearer ${token}` } })

    assert.deepEqual([without.status, another.status], [401, 403])
  })

  test('what is not there is 404 for every verb', async () => {
    const params = { productId: 'nowhere' }
    const answers = await Promise.all([
      call('getProduct', { params }),
      call('replaceProduct', { params, body: lamp, headers: { 'if-match': '*' } }),
      call('patchProduct', { params, body: {}, type: 'application/merge-patch+json', headers: { 'if-match': '*' } }),
      call('deleteProduct', { params }),
    ])

    assert.deepEqual(
      answers.map(({ status }) => status),
      [404, 404, 404, 404],
    )
  })
})

describe('replacing a product', () => {
  const put = (productId: string, body: object, ifMatch?: string) =>
    call<SeenProduct & { errors?: { pointer: string }[] }>('replaceProduct', {
      params: { productId },
      body,
      headers: ifMatch === undefined ? {} : { 'if-match': ifMatch },
    })

  test('it is replaced as a whole: what is optional and left out is gone', async () => {
    const etag = await addProduct({ sku: 'PUT-1' })
    const { description: _description, imageUrl: _imageUrl, ...rest } = lamp

    const { status, body, headers } = await put('put-1', { ...rest, sku: 'PUT-1', name: 'Ash lamp' }, etag)

    assert.equal(status, 200)
    assert.equal(body.name, 'Ash lamp')
    assert.equal(body.description, '')
    assert.equal('imageUrl' in body, false)
    assert.notEqual(headers.etag, etag)
    assert.equal((await read('put-1')).headers.etag, headers.etag)
  })

  test('without If-Match it is 428, with a stale or a weak one 412', async () => {
    const stale = await addProduct({ sku: 'PUT-2' })
    const next = String((await put('put-2', { ...lamp, sku: 'PUT-2' }, stale)).headers.etag)

    assert.equal((await put('put-2', { ...lamp, sku: 'PUT-2' })).status, 428)
    assert.equal((await put('put-2', { ...lamp, sku: 'PUT-2' }, stale)).status, 412)
    assert.equal((await put('put-2', { ...lamp, sku: 'PUT-2' }, `W/${next}`)).status, 412)
    assert.equal((await put('put-2', { ...lamp, sku: 'PUT-2' }, next)).status, 200)
  })

  test('of 20 who replace the same state at once, one does; the others are 412', async () => {
    const etag = await addProduct({ sku: 'PUT-3' })

    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => put('put-3', { ...lamp, sku: 'PUT-3', stock: index }, etag)),
    )

    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, ...Array(19).fill(412)])
  })

  test('another SKU is refused', async () => {
    const etag = await addProduct({ sku: 'PUT-4' })

    const { status, body } = await put('put-4', lamp, etag)

    assert.equal(status, 400)
    assert.equal(body.errors?.[0]?.pointer, '/sku')
  })
})

describe('patching a product', () => {
  const patch = (productId: string, body: unknown, ifMatch?: string, type = 'application/merge-patch+json') =>
    call<SeenProduct & { errors?: { pointer: string; detail: string }[] }>('patchProduct', {
      params: { productId },
      body,
      type,
      headers: ifMatch === undefined ? {} : { 'if-match': ifMatch },
    })

  test('what is named changes, null removes, the rest stays', async () => {
    const etag = await addProduct({ sku: 'PATCH-1' })

    const { status, body } = await patch(
      'patch-1',
      { price: { amount: 5990 }, imageUrl: null, description: null },
      etag,
    )

    assert.equal(status, 200)
    assert.deepEqual(body.price, { amount: 5990, currency: 'EUR' })
    assert.equal('imageUrl' in body, false)
    assert.equal(body.description, '')
    assert.equal(body.name, lamp.name)
  })

  const wrong: [string, object, string, string][] = [
    ['the name removed', { name: null }, '/name', 'is required'],
    ['the currency removed', { price: { currency: null } }, '/price/currency', 'is required'],
    ['a negative stock', { stock: -1 }, '/stock', 'must be >= 0'],
    ['an empty name', { name: '' }, '/name', 'must have at least 1 character'],
    ['an image that is no address', { imageUrl: 'x' }, '/imageUrl', 'must match ^https?://'],
    ['another SKU', { sku: 'LMP-0043' }, '/sku', 'must stay PATCH-2'],
    ['a member that is not declared', { colour: 'red' }, '/colour', 'is not allowed'],
  ]
  for (const [fault, body, pointer, detail] of wrong) {
    test(`${fault} is refused, and nothing changes`, async () => {
      if ((await read('patch-2')).status === 404) await addProduct({ sku: 'PATCH-2' })
      const before = await read('patch-2')

      const answer = await patch('patch-2', body, '*')

      assert.equal(answer.status, 400)
      assert.deepEqual(
        answer.body.errors?.filter((error) => error.pointer === pointer).map((error) => error.detail)[0],
        detail,
      )
      assert.deepEqual((await read('patch-2')).body, before.body)
    })
  }

  test('without If-Match it is 428, with a stale one 412, as plain JSON 415', async () => {
    const stale = await addProduct({ sku: 'PATCH-3' })
    await patch('patch-3', { stock: 1 }, stale)

    assert.equal((await patch('patch-3', { stock: 2 })).status, 428)
    assert.equal((await patch('patch-3', { stock: 2 }, stale)).status, 412)
    assert.equal((await patch('patch-3', { stock: 2 }, '*', 'application/json')).status, 415)
  })
})

describe('removing a product', () => {
  const remove = (productId: string, ifMatch?: string) =>
    call('deleteProduct', { params: { productId }, headers: ifMatch === undefined ? {} : { 'if-match': ifMatch } })

  test('it is gone; the second time there is nothing to remove', async () => {
    await addProduct({ sku: 'DEL-1' })

    assert.equal((await remove('del-1')).status, 204)
    assert.equal((await read('del-1')).status, 404)
    assert.equal((await remove('del-1')).status, 404)
  })

  test('If-Match is optional, and has to match where it is sent', async () => {
    const etag = await addProduct({ sku: 'DEL-2' })

    assert.equal((await remove('del-2', '"1-x"')).status, 412)
    assert.equal((await remove('del-2', etag)).status, 204)
  })

  test('the ETag of a product that was removed is not that of its successor', async () => {
    const etag = await addProduct({ sku: 'DEL-3' })
    const created = Date.now()
    await remove('del-3')
    while (Date.now() === created) await new Promise(setImmediate)

    assert.notEqual(await addProduct({ sku: 'DEL-3' }), etag)
  })
})
