/** A request that is measured, and what its reply has to be. */
export interface Call {
  name: string
  method: string
  path: string
  headers: Record<string, string>
  /** Headers that are sent in turn, one set with each request, beside the others. */
  turns?: readonly Record<string, string>[]
  body?: string
  /** The body of the reply; or what throws where it is wrong. */
  reply: string | ((body: string) => Promise<void>)
  /** Headers that only this reply has: name → what it has to look like. */
  replyHeaders?: Record<string, RegExp>
  /** A request of the same operation that is to be refused: who answers it with 2xx does not check. */
  broken: { path: string; body?: string; headers?: Record<string, string> }
}

/** A request whose reply is always the same. */
export interface ConstantCall extends Call {
  reply: string
}

const json = { 'content-type': 'application/json' }

const fewKeys = { apple: 1, Avocado: ['ripe', 2], banana: 3, cherry: { sour: true }, apricot: 'three', date: 45 }

/** 2 KB: fruit with a text and numbers each; every fourth key starts with an a. */
const manyKeys = Object.fromEntries(
  Array.from({ length: 28 }, (_, at) => [
    `${['apple', 'banana', 'cherry', 'date'][at % 4]}${at}`,
    { name: `fruit number ${at}`, weight: at * 1.5, tags: ['ripe', 'red'] },
  ]),
)

function keysWithA(object: object): string {
  return JSON.stringify(Object.fromEntries(Object.entries(object).filter(([key]) => /^a/i.test(key))))
}

function filterKeys(name: string, object: object): ConstantCall {
  const body = JSON.stringify(object)
  const broken = { path: '/hello', body: '[]' }
  return { name, method: 'POST', path: '/hello', headers: json, body, reply: keysWithA(object), broken }
}

export const greet: ConstantCall = {
  name: 'GET /hello/Ada',
  method: 'GET',
  path: '/hello/Ada',
  headers: {},
  reply: '{"message":"Hello Ada"}',
  broken: { path: `/hello/${'x'.repeat(101)}` },
}

const addTwo: ConstantCall = {
  name: 'GET /addition?a=1&b=2',
  method: 'GET',
  path: '/addition?a=1&b=2',
  headers: {},
  reply: '{"result":3}',
  broken: { path: '/addition?a=1&b=x' },
}

const bytes = (object: object): number => Buffer.byteLength(JSON.stringify(object))

/** The calls with a body or a query. */
export const bodies: readonly ConstantCall[] = [
  filterKeys(`POST /hello, ${bytes(fewKeys)} bytes`, fewKeys),
  filterKeys(`POST /hello, ${(bytes(manyKeys) / 1000).toFixed(1)} KB`, manyKeys),
  addTwo,
]
