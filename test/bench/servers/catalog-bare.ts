/** node:http and nothing else, for two operations of the catalog: it routes, validates and answers as the kit does. */
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { exposedHeaders, keepAliveMs, safeId, securityHeaders } from './answer-headers.ts'
import { getProduct, listProducts } from './catalog-table.ts'

const constantHeaders = [
  'content-type',
  'application/json',
  'access-control-allow-origin',
  '*',
  'access-control-expose-headers',
  exposedHeaders,
  ...Object.entries(securityHeaders).flat(),
]
const isCategory = (text: string): boolean => text.length <= 40 && /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(text)
const isProductId = (text: string): boolean => text.length <= 40 && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text)
const isCursor = (text: string): boolean => text.length <= 2000 && /^[A-Za-z0-9_-]+$/.test(text)
const prefix = '/catalog/products/'

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  value: unknown,
  more: readonly string[] = [],
): void {
  const given = request.headers['x-request-id']
  const id = typeof given === 'string' && safeId.test(given) ? given : randomUUID()
  const body = JSON.stringify(value)
  const length = String(Buffer.byteLength(body))
  response.writeHead(status, [...constantHeaders, ...more, 'x-request-id', id, 'content-length', length]).end(body)
}

function list(request: IncomingMessage, response: ServerResponse, text: string): void {
  const query = new URLSearchParams(text)
  const category = query.get('category') ?? ''
  const limit = Number(query.get('limit') ?? '20')
  const cursor = query.get('cursor') ?? undefined
  const isRight = isCategory(category) && Number.isInteger(limit) && limit >= 1 && limit <= 100
  const page = isRight && (cursor === undefined || isCursor(cursor)) ? listProducts(category, limit, cursor) : undefined
  if (page === undefined) answer(request, response, 400, { status: 400 })
  else answer(request, response, 200, page.products, page.link === undefined ? [] : ['link', page.link])
}

function one(request: IncomingMessage, response: ServerResponse, productId: string): void {
  const found = isProductId(productId) ? getProduct(productId) : undefined
  if (found === undefined) answer(request, response, 404, { status: 404 })
  else if (request.headers['if-none-match'] === found.etag) response.writeHead(304, ['etag', found.etag]).end()
  else answer(request, response, 200, found.product, ['etag', found.etag])
}

function handle(request: IncomingMessage, response: ServerResponse): void {
  const { method, url = '/' } = request
  const at = url.indexOf('?')
  const path = at < 0 ? url : url.slice(0, at)
  if (method === 'GET' && path.startsWith(prefix)) one(request, response, path.slice(prefix.length))
  else if (method === 'GET' && path === '/catalog/products') list(request, response, at < 0 ? '' : url.slice(at + 1))
  else answer(request, response, 404, { status: 404 })
}

const options = { optimizeEmptyRequests: true, keepAliveTimeout: keepAliveMs }
createServer(options, handle).listen(Number(process.env.PORT ?? 0), '127.0.0.1')
