import type { OperationDescriptor } from '../client/descriptor.ts'
import type { Method } from '../endpoint/operation.ts'
import type { MediaType, OpenApiDocument, ParameterObject } from './document.ts'
import { idempotencyKeyOf, kindOf, type OperationModel } from './operations.ts'
import { planParameter } from './parameters.ts'
import { schemesOf } from './security-schemes.ts'

/**
 * An operation as a client needs to know it.
 *
 * @param responses those that a caller gets as values
 * @param parameters those that are sent
 */
export function describeOperation(
  document: OpenApiDocument,
  operation: OperationModel,
  responses: OperationModel['responses'],
  parameters: readonly ParameterObject[],
): OperationDescriptor {
  const scopes = scopesOf(document, operation)
  const idempotencyKey = idempotencyKeyOf(operation)
  const type = operation.body && bodyTypeOf(operation.body.content)
  return {
    method: operation.method.toUpperCase() as Method,
    path: operation.path,
    parameters: parameters.map((parameter) => {
      const { name, in: place, style, explode, shape } = planParameter(document, parameter)
      return { name, in: place, style, explode, shape }
    }),
    ...(type === undefined ? {} : { body: { type, kind: kindOf(type) } }),
    responses: Object.fromEntries(
      responses.map(([status, { content = {} }]) => [
        status,
        Object.fromEntries(Object.keys(content).map((name) => [name.toLowerCase(), responseKind(name)])),
      ]),
    ),
    ...(scopes === 'none' || scopes === undefined ? {} : { scopes }),
    ...(operation.source['x-idempotent'] === true ? { idempotent: true } : {}),
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  }
}

/** The scopes of the alternative that a token alone fulfils; the one that needs nothing goes first. */
export function scopesOf(document: OpenApiDocument, operation: OperationModel): string[] | 'none' | undefined {
  const schemes = schemesOf(document, operation)
  if (operation.security.length === 0) return 'none'
  if (operation.security.some((requirement) => Object.keys(requirement).length === 0)) return 'none'
  const byToken = operation.security.find((requirement) =>
    Object.keys(requirement).every((name) => schemes[name]?.type === 'bearer'),
  )
  return byToken && [...new Set(Object.values(byToken).flat())].sort()
}

/** JSON where the contract takes it, else what it names first. */
export const bodyTypeOf = (content: Record<string, MediaType>): string | undefined =>
  Object.keys(content).find((type) => kindOf(type) === 'json') ?? Object.keys(content)[0]

const responseKind = (type: string): 'json' | 'text' | 'binary' => {
  const kind = kindOf(type)
  return kind === 'form' ? 'text' : kind
}
