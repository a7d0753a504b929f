import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { EndpointHandler } from 'twelvefold'
import { eventOf, type FakeRequest } from 'twelvefold/testing'

process.env.ENV = 'test'
process.env.STORE_URL ??= 'sqljs::memory:'
const { handler: create } = await import('../../../functions/sample-service/create-sample-item.ts')
const { handler: get } = await import('../../../functions/sample-service/get-sample-item.ts')
const { handler: list } = await import('../../../functions/sample-service/list-sample-items.ts')
const { seed } = await import('../../../functions/sample-service/demo.ts')

const path = '/sample-service'

async function call(handler: EndpointHandler, request: FakeRequest) {
  const { statusCode: status, headers, body } = await handler(eventOf({ path, ...request }), {})
  return { status, headers, body: body ? JSON.parse(body) : undefined }
}

const read = (id: string) => call(get, { path: `${path}/${id}`, params: { sampleItemId: id } })

const add = (body: unknown) =>
  call(create, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })

describe('sample-service', () => {
  test('what is added has an address, and is read there', async () => {
    const added = await add({ name: 'Mine' })

    assert.equal(added.status, 201)
    const id = added.body.sampleItemId
    assert.equal(added.headers.location, `${path}/${id}`)
    const found = await read(id)
    assert.equal(found.status, 200)
    assert.deepEqual(found.body, added.body)
    assert.equal(found.headers.etag, '"1"')
  })

  test('the demo data is added once, and every page of a list is reached by its Link', async () => {
    assert.equal(await seed(), 3)
    assert.equal(await seed(), 0)

    const names: string[] = []
    for (let query: string | undefined = 'limit=2'; query !== undefined; ) {
      const { status, headers, body } = await call(list, { query })
      assert.equal(status, 200)
      names.push(...body.map(({ name }: { name: string }) => name))
      query = /^<\?(.+)>; rel="next"$/.exec(String(headers.link))?.[1]
    }

    assert.ok(names.includes('The first') && names.includes('The third'))
    assert.deepEqual(names, names.toSorted())
  })

  test('what is not there is 404', async () => {
    assert.equal((await read('00000000-0000-4000-8000-000000000000')).status, 404)
  })

  const wrong: [string, unknown, string][] = [
    ['no name', {}, '/name'],
    ['an empty name', { name: '' }, '/name'],
    ['a member that is not declared', { name: 'Mine', size: 1 }, '/size'],
  ]
  for (const [fault, body, pointer] of wrong) {
    test(`${fault} is refused, by its pointer`, async () => {
      const answer = await add(body)

      assert.equal(answer.status, 400)
      assert.equal(answer.body.errors[0].pointer, pointer)
    })
  }

  for (const query of ['limit=0', 'limit=101', 'cursor=AAAA', 'colour=red']) {
    test(`?${query} is refused`, async () => {
      assert.equal((await call(list, { query })).status, 400)
    })
  }
})
