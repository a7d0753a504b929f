import type { OperationDescriptor } from '../client/descriptor.ts'
import type { Method } from '../endpoint/operation.ts'
import type { MediaType, OpenApiDocument, ParameterObject, Schema } from './document.ts'
import { printContents } from './operation-types.ts'
import { idempotencyKeyOf, isIdempotencyKey, kindOf, type OperationModel } from './operations.ts'
import { planParameter } from './parameters.ts'
import { schemesOf } from './security-schemes.ts'
import { comment, propertyName, TypePrinter } from './types.ts'

/** The name that `#clients/<service>` exports: `gift-cards` → `giftCards`. */
export const clientName = (service: string): string =>
  service.replace(/[^A-Za-z0-9]+(.)?/g, (_, letter: string | undefined) => letter?.toUpperCase() ?? '')

/** The descriptor of a service for those who call it: an ES module without validators, and its declarations. */
export function printClient(
  service: string,
  document: OpenApiDocument,
  operations: readonly OperationModel[],
): { code: string; declarations: string } {
  const callable = operations.filter((operation) => isCallable(document, operation))
  const described = describeOperations(document, callable)
  const name = clientName(service)
  return {
    code: `export const ${name} = ${JSON.stringify({ service, operations: described }, null, 2)}\n`,
    declarations: printDeclarations(name, document, callable),
  }
}

/** The operations that another service can call, by their ids. */
export const describeOperations = (
  document: OpenApiDocument,
  operations: readonly OperationModel[],
): Record<string, OperationDescriptor> =>
  Object.fromEntries(
    operations
      .filter((operation) => isCallable(document, operation))
      .map((operation) => [operation.id, describe(document, operation)]),
  )

/**
 * A service calls with tokens only: what asks for another scheme alone, or for a cookie, is for browsers and the like.
 */
function isCallable(document: OpenApiDocument, operation: OperationModel): boolean {
  if (operation.method === 'trace') return false
  if (operation.parameters.some((parameter) => parameter.in === 'cookie' && parameter.required === true)) return false
  return operation.security.length === 0 || scopesOf(document, operation) !== undefined
}

/** The scopes of the alternative that a token alone fulfils; the one that needs nothing goes first. */
function scopesOf(document: OpenApiDocument, operation: OperationModel): string[] | 'none' | undefined {
  const schemes = schemesOf(document, operation)
  if (operation.security.length === 0) return 'none'
  if (operation.security.some((requirement) => Object.keys(requirement).length === 0)) return 'none'
  const byToken = operation.security.find((requirement) =>
    Object.keys(requirement).every((name) => schemes[name]?.type === 'bearer'),
  )
  return byToken && [...new Set(Object.values(byToken).flat())].sort()
}

function describe(document: OpenApiDocument, operation: OperationModel): OperationDescriptor {
  const scopes = scopesOf(document, operation)
  const idempotencyKey = idempotencyKeyOf(operation)
  const type = operation.body && bodyTypeOf(operation.body.content)
  return {
    method: operation.method.toUpperCase() as Method,
    path: operation.path,
    parameters: sentParameters(operation).map((parameter) => {
      const { name, in: place, style, explode, shape } = planParameter(document, parameter)
      return { name, in: place, style, explode, shape }
    }),
    ...(type === undefined ? {} : { body: { type, kind: kindOf(type) } }),
    responses: Object.fromEntries(
      listedResponses(operation).map(([status, { content = {} }]) => [
        status,
        Object.fromEntries(Object.keys(content).map((name) => [name.toLowerCase(), responseKind(name)])),
      ]),
    ),
    ...(scopes === 'none' || scopes === undefined ? {} : { scopes }),
    ...(operation.source['x-idempotent'] === true ? { idempotent: true } : {}),
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  }
}

const sentParameters = ({ parameters }: OperationModel): ParameterObject[] =>
  parameters.filter((parameter) => parameter.in !== 'cookie')

/** JSON where the contract takes it, else what it names first. */
const bodyTypeOf = (content: Record<string, MediaType>): string | undefined =>
  Object.keys(content).find((type) => kindOf(type) === 'json') ?? Object.keys(content)[0]

const responseKind = (type: string): 'json' | 'text' | 'binary' => {
  const kind = kindOf(type)
  return kind === 'form' ? 'text' : kind
}

/** What a caller gets as a value: 5xx are problems, and 401 says that our token was not accepted. */
const listedResponses = (operation: OperationModel): OperationModel['responses'] =>
  operation.responses.filter(
    ([status]) => /^[1-4]\d\d$/.test(status) && !(status === '401' && operation.security.length > 0),
  )

function printDeclarations(name: string, document: OpenApiDocument, operations: OperationModel[]): string {
  const sent = new TypePrinter(document, 'sent')
  const response = new TypePrinter(document, 'response')
  const parts = ["import type { ServiceDescriptor } from 'twelvefold'\n", response.declarations()]
  if (sent.hasOwnNames) parts.push(sent.declarations())
  const types = `${name.charAt(0).toUpperCase()}${name.slice(1)}Operations`
  const members = operations.map((operation) => printOperation(operation, sent, response))
  parts.push(`export interface ${types} {\n${members.join('\n')}\n}\n`)
  parts.push(`export declare const ${name}: ServiceDescriptor<${types}>\n`)
  return parts.join('\n')
}

function printOperation(operation: OperationModel, sent: TypePrinter, response: TypePrinter): string {
  const { id, source, method, path } = operation
  const description = [`\`${method.toUpperCase()} ${path}\``, source.summary].filter(Boolean).join('\n\n')
  const responses = listedResponses(operation).map(([status, { content = {} }]) => {
    const body = Object.keys(content).length === 0 ? 'undefined' : printContents(content, response)
    return `${status}: ${body}`
  })
  return `${comment({ description })}${id}: {
request: ${printRequest(operation, sent)}
responses: {\n${responses.join('\n')}\n}
}`
}

function printRequest(operation: OperationModel, printer: TypePrinter): string {
  const members: string[] = []
  for (const [place, part] of [
    ['path', 'path'],
    ['query', 'query'],
    ['header', 'headers'],
  ] as const) {
    const parameters = sentParameters(operation).filter((parameter) => parameter.in === place)
    if (parameters.length === 0) continue
    const needed = parameters.some(isNeeded)
    const lines = parameters.map((parameter) => printParameter(parameter, printer))
    members.push(`${part}${needed ? '' : '?'}: {\n${lines.join('\n')}\n}${needed ? '' : ' | undefined'}`)
  }
  const { body } = operation
  const type = body && bodyTypeOf(body.content)
  if (body !== undefined && type !== undefined) {
    const printed = printContents({ [type]: body.content[type] ?? {} }, printer)
    members.push(body.required ? `body: ${printed}` : `body?: ${printed} | undefined`)
  }
  // An empty object type would take anything.
  return members.length === 0 ? '{ [part: string]: never }' : `{\n${members.join('\n')}\n}`
}

function printParameter(parameter: ParameterObject, printer: TypePrinter): string {
  const name = parameter.in === 'header' ? parameter.name.toLowerCase() : parameter.name
  const type = printer.print(schemaOf(parameter))
  const description = parameter.description === undefined ? '' : comment({ description: parameter.description })
  return `${description}${propertyName(name)}${isNeeded(parameter) ? `: ${type}` : `?: ${type} | undefined`}`
}

const schemaOf = (parameter: ParameterObject): Schema =>
  parameter.schema ?? Object.values(parameter.content ?? {})[0]?.schema ?? true

/** A parameter with a default is optional for whoever sends it, and so is a key that the client makes. */
function isNeeded(parameter: ParameterObject): boolean {
  if (isIdempotencyKey(parameter)) return false
  const schema = schemaOf(parameter)
  return parameter.required === true && !(typeof schema === 'object' && schema.default !== undefined)
}
