import { hasDirections } from './directions.ts'
import type { MediaType, OpenApiDocument, ParameterObject, Schema } from './document.ts'
import { kindOf, type OperationModel, successOf } from './operations.ts'
import { comment, propertyName, TypePrinter } from './types.ts'

/** The declarations of one service's contract: its named schemas, and one constant per operation. */
export function printDeclarations(document: OpenApiDocument, operations: OperationModel[]): string {
  const request = new TypePrinter(document, 'request')
  const response = new TypePrinter(document, 'response')
  const parts = ["import type { Caller, Operation } from 'twelvefold'\n", response.declarations()]
  if (hasDirections(document)) parts.push(request.declarations())
  for (const operation of operations) parts.push(printOperation(operation, request, response))
  return parts.join('\n')
}

function printOperation(operation: OperationModel, request: TypePrinter, response: TypePrinter): string {
  const { id, source, method, path } = operation
  const description = [`\`${method.toUpperCase()} ${path}\``, source.summary, source.description]
    .filter(Boolean)
    .join('\n\n')
  const parameters = (place: ParameterObject['in']): string => {
    const members = operation.parameters.filter((parameter) => parameter.in === place)
    if (members.length === 0) return '{}'
    return `{\n${members.map((parameter) => printParameter(parameter, request)).join('\n')}\n}`
  }
  const lines = [
    `path: ${parameters('path')}`,
    `query: ${parameters('query')}`,
    `headers: ${parameters('header')}`,
    `cookies: ${parameters('cookie')}`,
    `body: ${printBody(operation, request)}`,
    `responses: {\n${printResponses(operation, response)}\n}`,
    `success: ${successOf(operation)}`,
    `caller: ${printCaller(operation)}`,
  ]
  // Named, so that the compiler's messages say the name instead of spelling the whole contract out.
  const types = `${id.charAt(0).toUpperCase()}${id.slice(1)}Types`
  const declaration = `export declare const ${id}: Operation<${types}>\n`
  return `export interface ${types} {\n${lines.join('\n')}\n}\n\n${comment({ description })}${declaration}`
}

function printCaller({ security }: OperationModel): string {
  if (security.length === 0) return 'undefined'
  return security.some((requirement) => Object.keys(requirement).length === 0) ? 'Caller | undefined' : 'Caller'
}

function printParameter(parameter: ParameterObject, printer: TypePrinter): string {
  const schema: Schema = parameter.schema ?? Object.values(parameter.content ?? {})[0]?.schema ?? true
  const name = parameter.in === 'header' ? parameter.name.toLowerCase() : parameter.name
  const present = parameter.required === true || (typeof schema === 'object' && schema.default !== undefined)
  const type = printer.print(schema)
  const description = parameter.description === undefined ? '' : comment({ description: parameter.description })
  return `${description}${propertyName(name)}${present ? `: ${type}` : `?: ${type} | undefined`}`
}

function printBody({ body }: OperationModel, printer: TypePrinter): string {
  if (body === undefined) return 'undefined'
  const type = printContents(body.content, printer)
  return body.required ? type : `${type} | undefined`
}

function printResponses({ responses }: OperationModel, printer: TypePrinter): string {
  return responses
    .filter(([status]) => /^\d{3}$/.test(status))
    .map(([status, { content }]) => {
      const body =
        content === undefined || Object.keys(content).length === 0 ? 'undefined' : printContents(content, printer)
      return `${status}: { body: ${body}; headers: {} }`
    })
    .join('\n')
}

export function printContents(contents: Record<string, MediaType>, printer: TypePrinter): string {
  const types = Object.entries(contents).map(([type, { schema }]) => {
    const kind = kindOf(type)
    if (kind === 'binary') return 'Uint8Array'
    return kind === 'text' ? 'string' : printer.print(schema ?? true)
  })
  return [...new Set(types)].map((type) => `(${type})`).join(' | ')
}
