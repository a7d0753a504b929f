import type { OpenApiDocument } from '../contract/document.ts'
import { listOperations } from '../contract/operations.ts'

/** A service as the portal lists it: what it is, and its operations in the order of the contract. */
export interface ServiceOutline {
  name: string
  title: string
  summary: string
  operations: OperationOutline[]
}

export interface OperationOutline {
  id: string
  method: string
  path: string
  summary: string
  deprecated: boolean
  /** What a caller has to have, in words: `oauth2 (orders:write) or apiKey`; empty where nothing is needed. */
  access: string
  /** Whether a caller may do without it. */
  accessOptional: boolean
}

/** Picks what the portal lists out of a contract. */
export function outlineContract(name: string, contract: string): ServiceOutline {
  const document = JSON.parse(contract) as OpenApiDocument
  return {
    name,
    title: document.info.title,
    summary: document.info.summary ?? '',
    operations: listOperations(document).map(({ id, method, path, source, security }) => ({
      id,
      method: method.toUpperCase(),
      path,
      summary: source.summary ?? '',
      deprecated: source.deprecated === true,
      access: describeAccess(security),
      accessOptional: security.some((requirement) => Object.keys(requirement).length === 0),
    })),
  }
}

/** Every scheme of one requirement is needed, any requirement of the list is enough (OpenAPI 3.1, section 4.8.30). */
function describeAccess(security: readonly Record<string, string[]>[]): string {
  const describeScheme = ([scheme, scopes]: [string, string[]]): string =>
    scopes.length === 0 ? scheme : `${scheme} (${scopes.join(', ')})`
  return security
    .map((requirement) => Object.entries(requirement).map(describeScheme).join(' and '))
    .filter((alternative) => alternative !== '')
    .join(' or ')
}
