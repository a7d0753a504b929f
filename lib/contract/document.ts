/** The parts of an OpenAPI 3.1 document that the compiler reads. Everything may be a reference until `resolve`d. */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

export interface Reference {
  $ref: string
}

/** A JSON Schema (2020-12), or `true` or `false`. Open: contracts may carry any keyword. */
export type Schema = boolean | SchemaObject

export interface SchemaObject {
  $ref?: string
  type?: string | string[]
  title?: string
  description?: string
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: Schema
  patternProperties?: Record<string, Schema>
  items?: Schema
  prefixItems?: Schema[]
  allOf?: Schema[]
  anyOf?: Schema[]
  oneOf?: Schema[]
  enum?: Json[]
  const?: Json
  default?: Json
  example?: Json
  examples?: Json[]
  format?: string
  readOnly?: boolean
  writeOnly?: boolean
  [keyword: string]: unknown
}

export interface MediaType {
  schema?: Schema
  example?: Json
  examples?: Record<string, { value?: Json } | Reference>
}

export interface ParameterObject {
  name: string
  in: 'path' | 'query' | 'header' | 'cookie'
  required?: boolean
  style?: string
  explode?: boolean
  description?: string
  schema?: Schema
  content?: Record<string, MediaType>
  example?: Json
  examples?: Record<string, { value?: Json } | Reference>
}

export interface RequestBodyObject {
  required?: boolean
  content: Record<string, MediaType>
}

export interface HeaderObject {
  required?: boolean
  explode?: boolean
  schema?: Schema
  content?: Record<string, MediaType>
}

export interface ResponseObject {
  description?: string
  headers?: Record<string, HeaderObject | Reference>
  content?: Record<string, MediaType>
}

export interface OperationObject {
  operationId?: string
  summary?: string
  description?: string
  tags?: string[]
  deprecated?: boolean
  parameters?: (ParameterObject | Reference)[]
  requestBody?: RequestBodyObject | Reference
  responses?: Record<string, ResponseObject | Reference>
  security?: Record<string, string[]>[]
  [extension: `x-${string}`]: unknown
}

export interface PathItem {
  parameters?: (ParameterObject | Reference)[]
  [method: string]: unknown
}

export interface OpenApiDocument {
  openapi: string
  info: {
    title: string
    version: string
    summary?: string
    description?: string
    license?: { name: string; identifier?: string; url?: string }
  }
  servers?: { url: string }[]
  paths?: Record<string, PathItem>
  components?: {
    schemas?: Record<string, Schema>
    securitySchemes?: Record<string, unknown>
    [section: string]: unknown
  }
  security?: Record<string, string[]>[]
  [extension: `x-${string}`]: unknown
}

/** Escapes a key for a JSON Pointer (RFC 6901, section 3). */
export const escapePointer = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1')

const unescapePointer = (key: string): string => decodeURIComponent(key).replaceAll('~1', '/').replaceAll('~0', '~')

/** What a local reference points at, following references to references. Bundling has made every one local. */
export function resolve<Node>(document: OpenApiDocument, node: Node | Reference): Node {
  let current: unknown = node
  for (let hops = 0; hops < 50 && isReference(current); hops++) {
    current = lookUp(document, current.$ref)
  }
  return current as Node
}

/** What a local reference points at, which may be a reference itself: with words beside it, if it is a schema. */
export function lookUp(document: OpenApiDocument, ref: string): unknown {
  let node: unknown = document
  for (const key of ref.replace(/^#\/?/, '').split('/')) {
    node = typeof node === 'object' && node !== null ? Reflect.get(node, unescapePointer(key)) : undefined
  }
  return node
}

export function isReference(node: unknown): node is Reference {
  return typeof node === 'object' && node !== null && typeof Reflect.get(node, '$ref') === 'string'
}
