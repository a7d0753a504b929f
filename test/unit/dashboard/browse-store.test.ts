import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { StoredPage } from '../../../lib/dashboard/browse-store.ts'
import { openDesk } from './desk.ts'

interface Item {
  itemId: string
  kind: string
  at: number
  email?: string
  passwordHash?: string
  endsAt?: number
}

before(async () => {
  const { collection } = await import('../../../lib/store/store.ts')
  const { type } = await import('../../../lib/store/collection-types.ts')
  const items = collection('desk-items', {
    document: type<Item>(),
    key: 'itemId',
    indexes: { byKind: ['kind', 'at'], byTime: ['at'] },
    ttl: 'endsAt',
  })
  for (let at = 0; at < 60; at++) {
    const itemId = `i${String(at).padStart(2, '0')}`
    await items.insert({ itemId, kind: at % 2 === 0 ? 'even' : '7', at: -at, endsAt: 4_000_000_000 })
  }
  const secrets = collection('desk-secrets', { document: type<object & { key: string }>(), key: 'key' })
  await secrets.insert({ key: 'k', passwordHash: 'scrypt$abc', jwk: { kty: 'EC', d: 'private' } } as { key: string })
  const { markSensitive } = await import('../../../lib/observe/sensitive-names.ts')
  markSensitive('shop', 'getItem', ['kind'])
})

const keysOf = ({ documents }: StoredPage): string[] => documents.map(({ key }) => key)

test('collections are listed with their keys and indexes', async (context) => {
  const { read } = await openDesk(context)

  const collections = await read<{ name: string; key: string; indexes: object }[]>('store')

  assert.deepEqual(
    collections.find(({ name }) => name === 'desk-items'),
    {
      name: 'desk-items',
      key: 'itemId',
      indexes: { byKind: ['kind', 'at'], byTime: ['at'] },
      ttl: 'endsAt',
    },
  )
})

test('a collection is read page by page, with version and expiry', async (context) => {
  const { read } = await openDesk(context)

  const first = await read<StoredPage>('store/desk-items')
  const second = await read<StoredPage>('store/desk-items', `cursor=${first.next}`)
  const third = await read<StoredPage>('store/desk-items', `cursor=${second.next}`)

  const all = [first, second, third].flatMap(keysOf)
  assert.deepEqual(
    [first, second, third].map(({ documents }) => documents.length),
    [25, 25, 10],
  )
  assert.equal(new Set(all).size, 60)
  assert.equal(third.next, undefined)
  assert.deepEqual([first.documents[0]?.version, first.documents[0]?.expiresAt], [1, 4_000_000_000])
})

test('an index of one field orders the whole collection', async (context) => {
  const { read } = await openDesk(context)

  const first = await read<StoredPage>('store/desk-items', 'index=byTime')
  const second = await read<StoredPage>('store/desk-items', `index=byTime&cursor=${first.next}`)

  assert.deepEqual([keysOf(first)[0], keysOf(second)[0]], ['i59', 'i34'])
})

test('an index of several fields is asked by its first; a number in quotes is a text', async (context) => {
  const { read, ask } = await openDesk(context)

  assert.deepEqual(keysOf(await read('store/desk-items', 'index=byKind&value=even')).slice(0, 2), ['i58', 'i56'])
  assert.equal(keysOf(await read('store/desk-items', 'index=byKind&value=%227%22')).length, 25)
  assert.deepEqual(keysOf(await read('store/desk-items', 'index=byKind&value=7')), [])
  assert.equal((await ask({ path: '/-/dev/store/desk-items', query: 'index=byKind' })).status, 400)
})

test('what is not declared is not found', async (context) => {
  const { ask } = await openDesk(context)

  for (const [path, query] of [
    ['nothing', ''],
    ['desk-items', 'index=byNothing'],
    ['__proto__', ''],
    ['.*', ''],
  ])
    assert.equal((await ask({ path: `/-/dev/store/${path}`, query: query ?? '' })).status, 404, path)
})

test('a document does not show secrets, nor what stands for them', async (context) => {
  const { read } = await openDesk(context)

  const { documents } = await read<StoredPage>('store/desk-secrets')

  assert.deepEqual(documents[0]?.document, { key: '[redacted]', passwordHash: '[redacted]', jwk: '[redacted]' })
})

test('what the contract of its service marks is hidden, and nothing for the sake of another service', async (context) => {
  const load = () => Promise.reject(new Error('it is not loaded'))
  const shop = await openDesk(context, [{ name: 'shop', load }])
  const other = await openDesk(context, [{ name: 'other', load }])

  assert.equal(
    Reflect.get(Object((await shop.read<StoredPage>('store/desk-items')).documents[0]?.document), 'kind'),
    '[redacted]',
  )
  assert.equal(
    Reflect.get(Object((await other.read<StoredPage>('store/desk-items')).documents[0]?.document), 'kind'),
    'even',
  )
})

test('what the dashboard reads is no access of anybody', async (context) => {
  const { read, recorder } = await openDesk(context)

  await read('store/desk-items', 'index=byTime')

  assert.deepEqual([recorder.spans(), recorder.flows()], [[], []])
})
