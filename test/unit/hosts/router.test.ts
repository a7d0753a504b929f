import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createRouter } from '../../../lib/hosts/router.ts'

function routerOf(...templates: string[]) {
  const router = createRouter<string>()
  for (const template of templates) router.add('GET', template, template)
  return (path: string) => {
    const match = router.match(path)
    return match === undefined || match === 'malformed' ? match : [match.methods.GET, match.params]
  }
}

test('a literal segment goes before a parameter, and a dead end is left again', () => {
  const match = routerOf('/shop/{id}', '/shop/new', '/shop/{id}/parts', '/shop/new/{kind}/list')

  assert.deepEqual(match('/shop/new'), ['/shop/new', undefined])
  assert.deepEqual(match('/shop/7'), ['/shop/{id}', { id: '7' }])
  assert.deepEqual(match('/shop/new/parts'), ['/shop/{id}/parts', { id: 'new' }])
  assert.deepEqual(match('/shop/new/x/list'), ['/shop/new/{kind}/list', { kind: 'x' }])
})

test('A12 a segment is decoded once, once only', () => {
  const match = routerOf('/shop/{id}')

  assert.deepEqual(match('/shop/a%2Fb'), ['/shop/{id}', { id: 'a/b' }])
  assert.deepEqual(match('/shop/a%252Fb'), ['/shop/{id}', { id: 'a%2Fb' }])
  assert.deepEqual(match('/shop/%C3%A9+'), ['/shop/{id}', { id: 'é+' }])
  assert.equal(match('/shop/%zz'), 'malformed')
})

test('A01 what is not exactly a path is none: other case, doubled, missing and trailing slashes', () => {
  const match = routerOf('/shop', '/shop/{id}')

  for (const path of ['/Shop', '/shop/', '//shop', 'shop', '/shop//', '/shop/7/', '', '/', '*']) {
    assert.equal(match(path), undefined, path)
  }
})

test('two values of one path are found by their own names whatever the order of the templates', () => {
  const match = routerOf('/a/{x}/b', '/a/{y}/c/{z}')

  assert.deepEqual(match('/a/1/b'), ['/a/{x}/b', { x: '1' }])
  assert.deepEqual(match('/a/1/c/2'), ['/a/{y}/c/{z}', { y: '1', z: '2' }])
})

test('a parameter called __proto__ or constructor is a parameter', () => {
  const match = routerOf('/shop/{constructor}')

  const [, params] = match('/shop/x') as [string, Record<string, string>]

  assert.equal(Object.hasOwn(params, 'constructor'), true)
})
