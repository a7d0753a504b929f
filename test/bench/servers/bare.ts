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
  const headers = [...constantHeaders, 'x-request-id', id, 'content-length', String(Buffer.byteLength(body))]
  response.writeHead(status, headers).end(body)
}

function greet(request: IncomingMessage, response: ServerResponse, segment: string): void {
  const name = decodeSegment(segment)
  if (name === undefined) answer(request, response, 400, { status: 400 })
  else if (name === '' || (name.length > 100 && [...name].length > 100)) answer(request, response, 404, { status: 404 })
  else answer(request, response, 200, { message: `Hello ${name}` })
}

function decodeSegment(segment: string): string | undefined {
  if (!segment.includes('%')) return segment.includes('/') ? '' : segment
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}

function filterKeys(request: IncomingMessage, response: ServerResponse): void {
  if (request.headers['content-type']?.split(';')[0]?.trim() !== 'application/json') {
    answer(request, response, 415, { status: 415 })
    return
  }
  const chunks: Buffer[] = []
  let size = 0
  request.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size <= mostBytes) chunks.push(chunk)
  })
  request.on('end', () => {
    const body = size > mostBytes ? undefined : readObject((chunks.length === 1 && chunks[0]) || Buffer.concat(chunks))
    if (size > mostBytes) answer(request, response, 413, { status: 413 })
    else if (body === undefined) answer(request, response, 400, { status: 400 })
    else answer(request, response, 200, Object.fromEntries(Object.entries(body).filter(([key]) => /^a/i.test(key))))
  })
}

function readObject(bytes: Buffer): object | undefined {
  const text = bytes.toString('utf8')
  if (unsafeKeys.test(text)) return undefined
  try {
    const body: unknown = JSON.parse(text)
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? body : undefined
  } catch {
    return undefined
  }
}

function addTwo(request: IncomingMessage, response: ServerResponse, query: string): void {
  const { a, b } = readOperands(query)
  const result = a === undefined || b === undefined ? undefined : sum([a, b])
  if (a === undefined || b === undefined) answer(request, response, 400, { status: 400 })
  else if (result === undefined) answer(request, response, 422, { status: 422 })
  else answer(request, response, 200, { result })
}

/** Both operands, or neither where there is any fault. */
function readOperands(query: string): { a?: number; b?: number } {
  const operands: Record<string, number> = {}
  for (const pair of query.split('&')) {
    const at = pair.indexOf('=')
    const key = pair.slice(0, at)
    const text = pair.slice(at + 1)
    const value = number.test(text) ? Number(text) : Number.NaN
    const isRight = (key === 'a' || key === 'b') && operands[key] === undefined
    if (!isRight || !(Math.abs(value) <= Number.MAX_SAFE_INTEGER)) return {}
    operands[key] = value
  }
  return operands
}

function handle(request: IncomingMessage, response: ServerResponse): void {
  const { method, url = '/' } = request
  const at = url.indexOf('?')
  const path = at < 0 ? url : url.slice(0, at)
  if (method === 'GET' && path.startsWith('/hello/')) greet(request, response, path.slice('/hello/'.length))
  else if (method === 'POST' && path === '/hello') filterKeys(request, response)
  else if (method === 'GET' && path === '/addition') addTwo(request, response, at < 0 ? '' : url.slice(at + 1))
  else answer(request, response, 404, { status: 404 })
}

const options = { optimizeEmptyRequests: true, keepAliveTimeout: keepAliveMs }
createServer(options, handle).listen(Number(process.env.PORT ?? 0), '127.0.0.1')
