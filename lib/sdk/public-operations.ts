import { describeOperation } from '../contract/describe-operation.ts'
import {
  type OpenApiDocument,
  type ResponseObject,
  resolve,
  type Schema,
  type SchemaObject,
} from '../contract/document.ts'
import { type OperationModel, successOf } from '../contract/operations.ts'
import { schemesOf } from '../contract/security-schemes.ts'
import type { DescribedOperation } from './runtime/described.ts'

/** The operations of a contract that a package for outside users has. */
export interface PublicOperations {
  operations: OperationModel[]
  /** The ids of those that are for browsers only. */
  leftOut: string[]
}

/**
 * Left out are the pages of browsers: what needs a cookie, and what answers nothing but HTML or redirects.
 */
export function publicOperations(operations: readonly OperationModel[]): PublicOperations {
  const isPublic = (operation: OperationModel): boolean =>
    !['trace', 'options'].includes(operation.method) &&
    !operation.parameters.some(({ in: place, required }) => place === 'cookie' && required === true) &&
    valuesOf(operation).some(([status, response]) => status.startsWith('2') && !isPage(response))
  return {
    operations: operations.filter(isPublic),
    leftOut: operations.filter((operation) => !isPublic(operation)).map(({ id }) => id),
  }
}

function isPage({ content = {} }: ResponseObject): boolean {
  const types = Object.keys(content)
  return types.length > 0 && types.every((type) => type.startsWith('text/html'))
}

/** What a caller gets as a value; from 400 on it is thrown. */
export const valuesOf = ({ responses }: OperationModel): OperationModel['responses'] =>
  responses.filter(([status]) => /^[123]\d\d$/.test(status))

/** The problems that an operation lists. */
export const problemsOf = ({ responses }: OperationModel): OperationModel['responses'] =>
  responses.filter(([status]) => /^[45]\d\d$/.test(status))

/** An operation as a package has it. */
export function describePublic(document: OpenApiDocument, operation: OperationModel): DescribedOperation {
  const { scopes: _, ...described } = describeOperation(document, operation, valuesOf(operation), operation.parameters)
  return {
    ...described,
    ...(takesToken(document, operation) ? { token: true } : {}),
    ...(itemOf(document, operation) === undefined ? {} : { pages: true }),
  }
}

/** Whether a bearer token may be sent with an operation, on its own or as one of the ways. */
export const takesToken = (document: OpenApiDocument, operation: OperationModel): boolean =>
  Object.values(schemesOf(document, operation)).some(({ type }) => type === 'bearer')

/** The schema of an item, where an operation answers a list whose `Link` header leads on. */
export function itemOf(document: OpenApiDocument, operation: OperationModel): Schema | undefined {
  const success = operation.responses.find(([status]) => status === String(successOf(operation)))?.[1]
  if (operation.method !== 'get' || !Object.keys(success?.headers ?? {}).some((name) => /^link$/i.test(name)))
    return undefined
  const list = resolve<Schema>(document, (success?.content?.['application/json']?.schema ?? true) as SchemaObject)
  return typeof list === 'object' && list.type === 'array' ? (list.items ?? true) : undefined
}

/** The headers that an answer always has, by their names in lower case. */
export const sureHeaders = (document: OpenApiDocument, { headers = {} }: ResponseObject): string[] =>
  Object.entries(headers)
    .filter(([, header]) => resolve<{ required?: boolean }>(document, header).required === true)
    .map(([name]) => name.toLowerCase())
    .sort()
