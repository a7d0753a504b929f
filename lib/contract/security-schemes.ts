import type { SecurityScheme } from '../endpoint/operation.ts'
import { type OpenApiDocument, resolve } from './document.ts'
import type { OperationModel } from './operations.ts'

/** The schemes that an operation's `security` names, by their names. */
export function schemesOf(document: OpenApiDocument, { security }: OperationModel): Record<string, SecurityScheme> {
  const schemes: Record<string, SecurityScheme> = {}
  for (const name of security.flatMap((requirement) => Object.keys(requirement))) {
    const scheme = toScheme(resolve<unknown>(document, document.components?.securitySchemes?.[name]))
    if (scheme !== undefined) schemes[name] = scheme
  }
  return schemes
}

/** @returns undefined for what cannot be read from a request, such as mutual TLS */
export function toScheme(written: unknown): SecurityScheme | undefined {
  if (typeof written !== 'object' || written === null) return undefined
  const { type, scheme, in: place, name } = written as Record<string, unknown>
  if (type === 'oauth2' || type === 'openIdConnect') return { type: 'bearer' }
  if (type === 'http') {
    const word = String(scheme).toLowerCase()
    return word === 'bearer' || word === 'basic' ? { type: word } : undefined
  }
  if (type !== 'apiKey' || typeof name !== 'string') return undefined
  return place === 'header' || place === 'query' || place === 'cookie' ? { type: 'apiKey', in: place, name } : undefined
}
