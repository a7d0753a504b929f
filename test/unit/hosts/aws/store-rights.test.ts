import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FunctionSpec } from '../../../../lib/build/functions.ts'
import { listWriters } from '../../../../lib/build/writers.ts'
import { findStoreRights } from '../../../../lib/hosts/aws/store-rights.ts'
import { createProject } from '../../../fakes/project.ts'

const spec = (name: string, file?: string): FunctionSpec => ({
  name,
  description: '',
  routes: [],
  entry: '',
  service: 'shop',
  keepsData: true,
  ...(file === undefined ? {} : { file }),
})
const declare = (name: string) => ({ name, description: { key: 'id', indexes: {} } })
const collections = { own: [declare('items'), declare('bills')], kits: [declare('idempotency-keys')] }

test('a function may read the collections that its bundle names, and change them if its code says so', () => {
  const codes = new Map([
    ['get-item', { text: 'b("items")', stores: false, removes: false }],
    ['add-bill', { text: 'b("bills"),b("items")', stores: true, removes: false }],
    ['drop-item', { text: 'b("items")', stores: false, removes: true }],
    ['pay', { text: 'b("idempotency-keys")', stores: false, removes: false }],
  ])

  assert.deepEqual(findStoreRights(spec('get-item'), collections, codes), {
    reads: ['items'],
    stores: [],
    removes: [],
  })
  assert.deepEqual(findStoreRights(spec('drop-item'), collections, codes), {
    reads: ['items'],
    stores: [],
    removes: ['items'],
  })
  assert.deepEqual(findStoreRights(spec('add-bill'), collections, codes), {
    reads: ['bills', 'items'],
    stores: ['bills', 'items'],
    removes: [],
  })
  assert.deepEqual(findStoreRights(spec('pay'), collections, codes), {
    reads: ['idempotency-keys'],
    stores: ['idempotency-keys'],
    removes: ['idempotency-keys'],
  })
})

test('a collection whose name is put together is for every function of its service', () => {
  const codes = new Map([['get-item', { text: 'b(c+"s")', stores: false, removes: false }]])

  assert.deepEqual(findStoreRights(spec('get-item'), collections, codes).reads, ['bills', 'idempotency-keys', 'items'])
})

test('a function of a service without data has no right to any', () => {
  assert.deepEqual(findStoreRights({ ...spec('get-item'), keepsData: false }, collections, new Map()), {
    reads: [],
    stores: [],
    removes: [],
  })
})

test('a writer is what reaches a method that changes a collection, however it is called', async (context) => {
  const project = createProject(context, {
    'functions/shop/items.ts': `import { collection, type } from 'twelvefold'
export const items = collection('items', { document: type<{ id: string }>(), key: 'id' })
export const add = (id: string) => items.insert({ id })
`,
    'functions/shop/get.ts': `import { items } from './items.ts'
// It does not update, nor remove.
export const handler = () => items.get('a')`,
    'functions/shop/add.ts': `export { add as handler } from './items.ts'`,
    'functions/shop/alias.ts': `import { items } from './items.ts'
const { remove: forget } = items
export const handler = () => forget('a')`,
    'functions/shop/computed.ts': `import { items } from './items.ts'
const method = 'update'
export const handler = () => items[method]('a', (item) => item)`,
    'functions/shop/later.ts': `export const handler = async () => (await import('./items.ts')).add('a')`,
  })
  const names = ['get', 'add', 'alias', 'computed', 'later']

  const writers = await listWriters(
    project,
    names.map((name) => spec(name, `functions/shop/${name}.ts`)),
  )

  assert.deepEqual(writers, { stores: ['add', 'computed', 'later'], removes: ['alias'] })
})
