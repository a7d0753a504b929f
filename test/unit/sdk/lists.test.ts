import assert from 'node:assert/strict'
import { test } from 'node:test'
import { UnexpectedAnswer } from '../../../lib/sdk/runtime/unexpected-answer.ts'
import { collect, start, thrown } from './things-client.ts'

test('a list is read page after page, as its links say', async (context) => {
  const next = (cursor: string): Record<string, string> => ({ link: `<?limit=2&cursor=${cursor}>; rel="next"` })
  const { things, upstream } = await start(context, [
    { status: 200, body: [1, 2], headers: next('a') },
    { status: 200, body: [3, 4], headers: next('b') },
    { status: 200, body: [5] },
  ])

  const all = await collect(things.list.all({ query: { limit: 2 } }))

  assert.deepEqual(all, [1, 2, 3, 4, 5])
  assert.deepEqual(
    upstream.requests.map(({ target }) => target),
    ['/things?limit=2', '/things?limit=2&cursor=a', '/things?limit=2&cursor=b'],
  )
})

test('a list without anything has one page and no items, and who stops reads no further', async (context) => {
  const more = { status: 200, body: [1, 2], headers: { link: '<?cursor=a>; rel="next"' } }
  const { things, upstream } = await start(context, [{ status: 204 }, { status: 204 }, more])

  assert.equal((await collect(things.list.pages())).length, 1)
  assert.deepEqual(await collect(things.list.all()), [])
  for await (const item of things.list.all()) if (item === 1) break
  assert.equal(upstream.requests.length, 3)
})

test('no link leads the token elsewhere, or round in a circle', async (context) => {
  for (const link of [
    '<https://elsewhere.example/things>; rel=next',
    '</orders>; rel="next"',
    '<?limit=1>; rel="next"',
  ]) {
    const { things, upstream } = await start(context, [{ status: 200, body: [1], headers: { link } }])

    const error = await thrown(collect(things.list.all({ query: { limit: 1 } })))

    assert.ok(error instanceof UnexpectedAnswer)
    assert.match(error.message, /the next page/)
    assert.equal(upstream.requests.length, 1)
  }
})
