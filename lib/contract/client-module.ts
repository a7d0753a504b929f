import type { OperationDescriptor } from '../client/descriptor.ts'
import { describeOperation, scopesOf } from './describe-operation.ts'
import type { OpenApiDocument, ParameterObject } from './document.ts'
import { printContents } from './operation-types.ts'
import type { OperationModel } from './operations.ts'
import { printRequest } from './request-type.ts'
import { comment, TypePrinter } from './types.ts'

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
      .map((operation) => [
        operation.id,
        describeOperation(document, operation, listedResponses(operation), sentParameters(operation)),
      ]),
  )

/**
 * A service calls with tokens only: what asks for another scheme alone, or for a cookie, is for browsers and the like.
 */
function isCallable(document: OpenApiDocument, operation: OperationModel): boolean {
  if (operation.method === 'trace') return false
  if (operation.parameters.some((parameter) => parameter.in === 'cookie' && parameter.required === true)) return false
  return operation.security.length === 0 || scopesOf(document, operation) !== undefined
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
request: ${printRequest(operation, sent, sentParameters(operation))}
responses: {\n${responses.join('\n')}\n}
}`
}

const sentParameters = ({ parameters }: OperationModel): ParameterObject[] =>
  parameters.filter((parameter) => parameter.in !== 'cookie')
