/**
 * node:http and nothing else, written for these three operations the way that one would by hand: it routes, reads,
 * validates and answers as the kit does.
 */
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { sum } from '../../../functions/addition/sum.ts'
import { exposedHeaders, keepAliveMs, safeId, securityHeaders } from './answer-headers.ts'

const constantHeaders = [
  'content-type',
  'application/json',
  'access-control-allow-origin',
  '*',
  'access-control-expose-headers',
  exposedHeaders,
  ...Object.entries(securityHeaders).flat(),
]
const mostBytes = 1_048_576
const number = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/
const unsafeKeys = /"(?:__proto__|constructor)"|\\u/

function answer(request: IncomingMessage, response: ServerResponse, status: number, value: unknown): void {
  const given = request.headers['x-request-id']
  const id = typeof given === 'string' && safeId.test(given) ? given : randomUUID()
  const body = JSON.stringify(value)
  response.writeHead(status, [
    ...constantHeaders,
    'x-request-id',
    id,
    'content-length',
    String(Buffer.byteLength(body)),
  ])
  response.end(body)
}

function greet(request: IncomingMessage, response: ServerResponse, segment: string): void {
  let name = segment
  try {
    if (segment.includes('%')) name = decodeURIComponent(segment)
  } catch {
    return answer(request, response, 400, { status: 400 })
  }
  if (name.length < 1 || (name.length > 100 && [...name].length > 100) || name.includes('/'))
    return answer(request, response, 404, { status: 404 })
  answer(request, response, 200, { message: `Hello ${name}` })
}

function filterKeys(request: IncomingMessage, response: ServerResponse): void {
  if (request.headers['content-type']?.split(';')[0]?.trim() !== 'application/json')
    return answer(request, response, 415, { status: 415 })
  const chunks: Buffer[] = []
  let size = 0
  request.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size <= mostBytes) chunks.push(chunk)
  })
  request.on('end', () => {
    if (size > mostBytes) return answer(request, response, 413, { status: 413 })
    const text = (chunks.length === 1 ? chunks[0] : Buffer.concat(chunks))?.toString('utf8') ?? ''
    let body: unknown
    try {
      if (unsafeKeys.test(text)) throw new SyntaxError('a key that is not allowed')
      body = JSON.parse(text)
    } catch {
      return answer(request, response, 400, { status: 400 })
    }
    if (typeof body !== 'object' || body === null || Array.isArray(body))
      return answer(request, response, 400, { status: 400 })
    answer(request, response, 200, Object.fromEntries(Object.entries(body).filter(([key]) => /^a/i.test(key))))
  })
}

function addTwo(request: IncomingMessage, response: ServerResponse, query: string): void {
  const operands: Record<string, number> = {}
  for (const pair of query.split('&')) {
    const at = pair.indexOf('=')
    const key = pair.slice(0, at)
    const text = pair.slice(at + 1)
    if ((key !== 'a' && key !== 'b') || operands[key] !== undefined || !number.test(text))
      return answer(request, response, 400, { status: 400 })
    operands[key] = Number(text)
  }
  const { a, b } = operands
  if (
    a === undefined ||
    b === undefined ||
    Math.abs(a) > Number.MAX_SAFE_INTEGER ||
    Math.abs(b) > Number.MAX_SAFE_INTEGER
  )
    return answer(request, response, 400, { status: 400 })
  const result = sum([a, b])
  if (result === undefined) return answer(request, response, 422, { status: 422 })
  answer(request, response, 200, { result })
}

function handle(request: IncomingMessage, response: ServerResponse): void {
  const { method, url = '/' } = request
  const at = url.indexOf('?')
  const path = at < 0 ? url : url.slice(0, at)
  if (method === 'GET' && path.startsWith('/hello/')) return greet(request, response, path.slice('/hello/'.length))
  if (method === 'POST' && path === '/hello') return filterKeys(request, response)
  if (method === 'GET' && path === '/addition') return addTwo(request, response, url.slice(at + 1))
  answer(request, response, 404, { status: 404 })
}

const options = { optimizeEmptyRequests: true, keepAliveTimeout: keepAliveMs }
createServer(options, handle).listen(Number(process.env.PORT ?? 0))
