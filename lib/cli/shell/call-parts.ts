import type { OperationDescriptor, SentParameter } from '../../client/descriptor.ts'
import type { RequestParts } from '../../client/write-parts.ts'
import type { Operation, Parameter } from '../../endpoint/operation.ts'
import { CommandError } from '../failure.ts'

/** What a call is made of; names of headers in any case. */
export interface CallParts extends RequestParts {
  cookies?: Readonly<Record<string, unknown>> | undefined
}

export type PartName = keyof CallParts

const places = { path: 'path', query: 'query', header: 'headers', cookie: 'cookies' } as const

const knownParts: readonly PartName[] = ['path', 'query', 'headers', 'cookies', 'body']

/** The parts that an operation has something to say in, in the order in which people write them. */
export function partsOf({ parameters, body }: Pick<Operation, 'parameters' | 'body'>): PartName[] {
  const named = new Set<PartName>(parameters.map((parameter) => places[parameter.in]))
  if (body !== undefined) named.add('body')
  return knownParts.filter((part) => named.has(part))
}

/** The parameters of one part. */
export const parametersIn = ({ parameters }: Pick<Operation, 'parameters'>, part: PartName): Parameter[] =>
  parameters.filter((parameter) => places[parameter.in] === part)

/**
 * Reads what a call was given: names of headers in lower case, and everything where it belongs.
 *
 * @param operation what is called
 * @param parts as they were typed
 * @throws CommandError whose message says what is missing or too much
 */
export function readParts(operation: Operation, parts: unknown): CallParts {
  const called = `call.${operation.id}`
  const has = partsOf(operation).join(', ') || 'no parts'
  if (parts === undefined || parts === null) return readParts(operation, {})
  if (typeof parts !== 'object' || Array.isArray(parts))
    throw new CommandError(`${called} takes an object of parts (${has}), not ${JSON.stringify(parts)}.`)
  for (const name of Object.keys(parts))
    if (!knownParts.includes(name as PartName))
      throw new CommandError(`${called} knows no part "${name}"; it has ${has}.`)
  const read = parts as CallParts
  const paths = parametersIn(operation, 'path').map(({ name }) => name)
  const missing = paths.filter((name) => read.path?.[name] === undefined)
  if (missing.length > 0) throw new CommandError(`${called} needs ${missing.map((name) => `path.${name}`).join(', ')}.`)
  const unknown = Object.keys(read.path ?? {}).filter((name) => !paths.includes(name))
  if (unknown.length > 0) throw new CommandError(`${called} has no path.${unknown[0]}; it has ${paths.join(', ')}.`)
  if (read.body !== undefined && operation.body === undefined) throw new CommandError(`${called} takes no body.`)
  const headers = Object.entries(read.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value])
  return { ...read, headers: Object.fromEntries(headers) }
}

/**
 * How a call is written. What the contract does not declare is written too: the stack is to say what it thinks of it,
 * as it would to a client.
 */
export function describeCall(operation: Operation, parts: CallParts): OperationDescriptor {
  const { method, path, parameters, body } = operation
  const undeclared = (['query', 'header'] as const).flatMap((place) =>
    Object.entries(parts[places[place]] ?? {})
      .filter(([name]) => !parameters.some((parameter) => parameter.in === place && parameter.name === name))
      .map(([name, value]) => toParameter(name, place, value)),
  )
  const types = Object.entries(body?.content ?? {})
  const wanted = parts.headers?.['content-type']
  const [type, content] =
    types.find(([name]) => name === wanted) ?? types.find(([, { kind }]) => kind === 'json') ?? types[0] ?? []
  const written = type === undefined || content === undefined ? {} : { body: { type, kind: content.kind } }
  return { method, path, parameters: [...parameters, ...undeclared], ...written, responses: {} }
}

const toParameter = (name: string, place: 'query' | 'header', value: unknown): SentParameter => ({
  name,
  in: place,
  style: place === 'query' ? 'form' : 'simple',
  explode: place === 'query',
  shape: Array.isArray(value) ? 'array' : 'scalar',
})
