import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OpenApiDocument } from '../../../lib/contract/document.ts'
import { compareContracts } from '../../../lib/smoke/compare-contract.ts'

const operation = (operationId: string) => ({ operationId, responses: { '200': { description: 'ok' } } })
const document = (paths: Record<string, object>, more: object = {}): OpenApiDocument => ({
  openapi: '3.1.0',
  info: { title: 'Shop', version: '1.0.0' },
  paths: paths as NonNullable<OpenApiDocument['paths']>,
  ...more,
})
const ours = document({ '/shop/a': { get: operation('getA') }, '/shop/b': { get: operation('getB') } })

test('where a deployment publishes its contract is no difference', () => {
  assert.equal(compareContracts(ours, { ...ours, servers: [{ url: 'https://shop.example.com' }] }), undefined)
})

test('operations that are missing, further or changed are named', () => {
  const published = document({
    '/shop/b': { get: { ...operation('getB'), summary: 'New' } },
    '/shop/c': { get: operation('getC') },
  })

  assert.equal(compareContracts(ours, published), 'it has no getA; it has getC, which is not known here; getB differs')
})

test('a schema that differs is a difference, too', () => {
  const published = { ...ours, components: { schemas: { A: true } } }

  assert.equal(compareContracts(ours, published), 'what its operations share differs, such as schemas')
})
