import assert from 'node:assert/strict'
import { isDeepStrictEqual } from 'node:util'
import { nextLink } from '../client/next-link.ts'
import type { RequestParts } from '../client/write-parts.ts'
import { writeRequest } from '../client/write-request.ts'
import type { OperationModel } from '../contract/operations.ts'
import type { Operation } from '../endpoint/operation.ts'
import type { Answer } from './answer.ts'
import { checkContract, checkHeaders, checkProblem, checkSuccess, describeKind } from './check-answer.ts'
import { type Ask, findParameters, itemsOf, sampleParameters } from './example-request.ts'
import type { LocalContract } from './local-contract.ts'
import { type Recorder, Skipped } from './recorder.ts'
import type { TokenSource } from './tokens.ts'
import type { Wire } from './wire.ts'

export interface OperationGround {
  contract: LocalContract
  wire: Wire
  tokens: TokenSource
  /** Whether requests that would change something, were they not refused, may be sent. */
  mayWrite: boolean
  exercised: (id: string) => void
}

/** Tries every operation of a contract that can be tried without changing anything. */
export async function tryOperations(ground: OperationGround, recorder: Recorder): Promise<void> {
  const { contract } = ground
  const asked = new Map<string, Promise<Answer>>()
  const ask = (model: OperationModel): Promise<Answer> => {
    const answer = asked.get(model.id) ?? askOperation(ground, model, ask)
    asked.set(model.id, answer)
    return answer
  }
  for (const model of contract.models) {
    const operation = operationOf(contract, model)
    if (isLocked(operation)) await tryWithoutToken(ground, model, operation, recorder)
    if (model.method === 'get') await tryOperation(ground, model, operation, ask, recorder)
  }
}

async function tryOperation(
  ground: OperationGround,
  model: OperationModel,
  operation: Operation,
  ask: Ask,
  recorder: Recorder,
): Promise<void> {
  const name = `${model.id}: GET ${model.path}`
  const reason = model.source['x-smoke']
  if (typeof reason === 'string') return recorder.skip(name, reason)
  let answer: Answer | undefined
  await recorder.check(name, async () => {
    answer = await ask(model)
    checkContract(operation, answer)
    checkHeaders(answer)
  })
  if (answer === undefined) return
  await tryCondition(ground, operation, answer, recorder)
  if (hasPages(model)) await tryNextPage(ground, operation, recorder)
}

const isLocked = ({ security }: Operation): boolean =>
  security.length > 0 && security.every((requirement) => Object.keys(requirement).length > 0)

/** Asks an operation by the examples of its contract. @throws Skipped where that cannot be done */
async function askOperation(
  { contract, wire, tokens, exercised }: OperationGround,
  model: OperationModel,
  ask: Ask,
): Promise<Answer> {
  const operation = operationOf(contract, model)
  const authorization = await authorize(operation, tokens)
  const parts = await findParameters(contract, model, ask)
  exercised(model.id)
  const answer = await send(wire, operation, parts, authorization)
  checkSuccess(operation, answer)
  return answer
}

function operationOf({ operations, service }: LocalContract, { id }: OperationModel): Operation {
  const operation = operations.get(id)
  assert.ok(operation !== undefined, `the contract of ${service} has no operation ${id}`)
  return operation
}

async function authorize({ security, schemes = {} }: Operation, tokens: TokenSource): Promise<Record<string, string>> {
  if (security.length === 0 || security.some((requirement) => Object.keys(requirement).length === 0)) return {}
  const usable = security.filter((requirement) =>
    Object.keys(requirement).every((name) => schemes[name]?.type === 'bearer'),
  )
  const [requirement] = usable
  if (requirement === undefined) throw new Skipped(`it needs ${Object.keys(security[0] ?? {}).join(' and ')}`)
  const scopes = [...new Set(Object.values(requirement).flat())]
  return { authorization: `Bearer ${await tokens.get(scopes.join(' '))}` }
}

async function send(
  wire: Wire,
  { method, path, parameters }: Operation,
  parts: RequestParts,
  headers: Record<string, string>,
): Promise<Answer> {
  const written = writeRequest({ method, path, parameters, responses: {} }, parts)
  return wire.send({ method, target: written.target, headers: { ...written.headers, ...headers } })
}

/**
 * Without a token an operation says how to get in (RFC 6750, section 3). What would change something is asked without the
 * body that it requires, too: should it be open by mistake, it still has nothing to do.
 */
async function tryWithoutToken(
  { contract, wire, exercised, mayWrite }: OperationGround,
  model: OperationModel,
  operation: Operation,
  recorder: Recorder,
): Promise<void> {
  const { id, method } = model
  if (method !== 'get' && !(mayWrite && operation.body?.required)) return
  await recorder.check(`${id}: 401 without a token`, async () => {
    if (method === 'get') exercised(id)
    const answer = await send(wire, operation, sampleParameters(contract, model), {})
    checkProblem(answer, 401)
    const challenge = answer.headers['www-authenticate'] ?? ''
    const types = Object.values(operation.schemes ?? {}).map(({ type }) => type)
    if (types.includes('bearer'))
      assert.ok(/^Bearer\b|, *Bearer\b/.test(challenge), 'www-authenticate offers no Bearer')
    else assert.ok(challenge !== '', 'www-authenticate is missing')
    checkHeaders(answer)
  })
}

/** Who has the current state gets 304 (RFC 9110, section 13.1.2). A state that changes meanwhile is no fault. */
async function tryCondition(
  { wire, tokens }: OperationGround,
  operation: Operation,
  { headers: { etag }, url }: Answer,
  recorder: Recorder,
): Promise<void> {
  if (etag === undefined) return
  await recorder.check(`${operation.id}: 304 for its ETag`, async ({ note }) => {
    const authorization = await authorize(operation, tokens)
    const answer = await wire.send({ method: 'GET', target: url, headers: { ...authorization, 'if-none-match': etag } })
    if (answer.status === 200 && answer.headers.etag !== etag) return note('it changed meanwhile')
    assert.ok(answer.status === 304, `it answered ${describeKind(answer)}, not 304`)
    assert.ok(answer.body === undefined, 'a 304 has no body')
  })
}

/** A list by pages: its answers have a `Link`, and a `limit` makes them short. */
function hasPages({ responses, parameters }: OperationModel): boolean {
  const links = responses.some(([, { headers = {} }]) => Object.keys(headers).some((name) => /^link$/i.test(name)))
  return links && parameters.some(({ in: place, name }) => place === 'query' && name === 'limit')
}

/** The link to the next page really leads on. */
async function tryNextPage({ wire, tokens }: OperationGround, operation: Operation, recorder: Recorder): Promise<void> {
  await recorder.check(`${operation.id}: the next page`, async () => {
    const authorization = await authorize(operation, tokens)
    const first = await send(wire, operation, { query: { limit: 1 } }, authorization)
    checkSuccess(operation, first)
    const target = nextLink(first.headers.link, first.url)
    if (target === undefined) throw new Skipped('one page has everything')
    assert.ok(new URL(target).origin === new URL(first.url).origin, `the next page is elsewhere: ${target}`)
    const next = await wire.send({ method: 'GET', target, headers: authorization })
    checkSuccess(operation, next)
    checkContract(operation, next)
    assert.ok(!isDeepStrictEqual(itemsOf(next.body), itemsOf(first.body)), 'the next page is the first one again')
  })
}
