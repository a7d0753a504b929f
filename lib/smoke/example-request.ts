import type { RequestParts } from '../client/write-parts.ts'
import type { Json, ParameterObject } from '../contract/document.ts'
import { exampleOf } from '../contract/example-call.ts'
import { kindOf, type OperationModel } from '../contract/operations.ts'
import { sampleContent } from '../mock/sample.ts'
import type { Answer } from './answer.ts'
import type { LocalContract } from './local-contract.ts'
import { Skipped } from './recorder.ts'

/** Asks a GET operation once a run: its answer, where it is a success. @throws Skipped where there is none */
export type Ask = (model: OperationModel) => Promise<Answer>

/**
 * The required parameters of an operation. An id in the path is that of the first item of the list which the path before
 * it answers with, as an example holds for the demo data at best; everything else is an example of the contract.
 *
 * @throws Skipped where something has no example, or a list is empty
 */
export async function findParameters(contract: LocalContract, model: OperationModel, ask: Ask): Promise<RequestParts> {
  const parts = {
    path: {} as Record<string, unknown>,
    query: {} as Record<string, unknown>,
    headers: {} as Record<string, unknown>,
  }
  for (const parameter of model.parameters) {
    if (parameter.required !== true) continue
    const { in: place, name } = parameter
    if (place === 'cookie') throw new Skipped(`it needs the cookie ${name}`)
    const listed = place === 'path' ? await firstOfList(contract, model, name, ask) : undefined
    const value = listed ?? exampleOf(contract.document, parameter)
    if (value === undefined) throw new Skipped(`the contract has no example of ${name}`)
    const given = { path: parts.path, query: parts.query, header: parts.headers }[place]
    given[place === 'header' ? name.toLowerCase() : name] = value
  }
  return parts
}

/** The same out of nothing but the contract, for requests that are refused before anybody looks at them. */
export function sampleParameters({ document }: LocalContract, { parameters }: OperationModel): RequestParts {
  const sampled = (place: ParameterObject['in']): Record<string, unknown> =>
    Object.fromEntries(
      parameters
        .filter(({ in: where, required }) => where === place && required === true)
        .map((parameter) => [
          place === 'header' ? parameter.name.toLowerCase() : parameter.name,
          sampleContent(document, Object.values(parameter.content ?? {})[0] ?? parameter, 'request', {
            name: parameter.name,
          }),
        ]),
    )
  return { path: sampled('path'), query: sampled('query'), headers: sampled('header') }
}

async function firstOfList(
  { models }: LocalContract,
  { path }: OperationModel,
  name: string,
  ask: Ask,
): Promise<Json | undefined> {
  const before = path.slice(0, path.indexOf(`/{${name}}`))
  const list = models.find((model) => model.method === 'get' && model.path === before)
  if (list === undefined || !answersJson(list)) return undefined
  const { body } = await ask(list).catch((error: unknown) => {
    throw new Skipped(`its ${name} comes from ${list.id}: ${error instanceof Error ? error.message : String(error)}`)
  })
  const items = itemsOf(body)
  if (items === undefined) return undefined
  if (items.length === 0) throw new Skipped(`${list.id} gives nothing whose ${name} could be taken`)
  const [first] = items
  const value: unknown = typeof first === 'object' && first !== null ? Reflect.get(first, name) : undefined
  return typeof value === 'string' || typeof value === 'number' ? value : undefined
}

function answersJson({ responses }: OperationModel): boolean {
  return responses.some(
    ([status, { content = {} }]) =>
      status.startsWith('2') && Object.keys(content).some((type) => kindOf(type) === 'json'),
  )
}

/** The items of a page: the body itself, or its only member that is a list. No body is an empty page. */
export function itemsOf(body: unknown): unknown[] | undefined {
  if (body === undefined) return []
  if (Array.isArray(body)) return body
  if (typeof body !== 'object' || body === null) return undefined
  const lists = Object.values(body).filter(Array.isArray)
  return lists.length === 1 ? lists[0] : undefined
}
