import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import type { RequestParts } from '../../../lib/client/write-parts.ts'
import { createClient } from '../../../lib/sdk/runtime/create-client.ts'
import type { DescribedOperation } from '../../../lib/sdk/runtime/described.ts'
import type { SaidOptions } from '../../../lib/sdk/runtime/read-options.ts'
import type { ClientOptions } from '../../../lib/sdk/surface.ts'
import { type Behaviour, startUpstream, type Upstream } from '../../fakes/upstream.ts'

const json = { 'application/json': 'json' } as const
const id = { name: 'id', in: 'path', style: 'simple', explode: false, shape: 'scalar' } as const
const scalar = { style: 'form', explode: true, shape: 'scalar' } as const

export const operations: Record<string, DescribedOperation> = {
  list: {
    method: 'GET',
    path: '/things',
    parameters: [{ ...scalar, name: 'limit', in: 'query' }],
    responses: { 200: json, 204: {} },
    pages: true,
  },
  get: { method: 'GET', path: '/things/{id}', parameters: [id], responses: { 200: json } },
  add: {
    method: 'POST',
    path: '/things',
    parameters: [],
    body: { type: 'application/json', kind: 'json' },
    responses: { 201: json },
    token: true,
  },
  order: {
    method: 'POST',
    path: '/orders',
    parameters: [{ ...scalar, name: 'idempotency-key', in: 'header', style: 'simple' }],
    body: { type: 'application/json', kind: 'json' },
    responses: { 201: json },
    idempotencyKey: 'required',
    token: true,
  },
  move: { method: 'GET', path: '/moved', parameters: [], responses: { 303: {} } },
  read: {
    method: 'GET',
    path: '/file',
    parameters: [
      { ...scalar, name: 'seen', in: 'cookie' },
      { ...scalar, name: 'lang', in: 'cookie' },
    ],
    responses: { 200: { 'text/plain': 'text', 'image/*': 'binary', ...json } },
  },
}

type Call = (
  request?: RequestParts,
  options?: SaidOptions,
) => Promise<{ status: number; body: unknown; headers: Record<string, string> }>
interface List extends Call {
  pages: (request?: RequestParts, options?: SaidOptions) => AsyncGenerator<{ body: unknown }>
  all: (request?: RequestParts, options?: SaidOptions) => AsyncGenerator<unknown>
}
export interface Things extends Record<string, Call> {
  list: List
  get: Call
  add: Call
  order: Call
  move: Call
  read: Call
}

/** A client of an upstream that behaves as said. */
export async function start(
  context: TestContext,
  script: Behaviour[],
  options: Partial<ClientOptions> = {},
): Promise<{ things: Things; upstream: Upstream }> {
  const upstream = await startUpstream(context, script)
  const things = createClient(operations, { baseUrl: upstream.url, ...options }) as unknown as Things
  return { things, upstream }
}

/** A problem that an upstream answers with. */
export const failure = (status: number, members: object = {}, headers: Record<string, string> = {}): Behaviour => ({
  status,
  body: { type: '/docs/problems/not-found', title: 'There is no such resource', status, ...members },
  headers,
})

/** What is thrown in the end. */
export const thrown = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => assert.fail('nothing was thrown'),
    (error: unknown) => error,
  )

/** All that comes, one after the other. */
export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const collected: Item[] = []
  for await (const item of items) collected.push(item)
  return collected
}
