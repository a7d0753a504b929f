import {
  type MediaType,
  type OpenApiDocument,
  type OperationObject,
  type PathItem,
  type RequestBodyObject,
  type ResponseObject,
  resolve,
  type SchemaObject,
} from '../contract/document.ts'
import { methods } from '../contract/operations.ts'
import { mediaTypeOf } from '../endpoint/media-type.ts'
import { transportHeaders } from './mock-headers.ts'
import { rewriteSchemas } from './rewrite-schemas.ts'

/**
 * A document that was not written for the kit, made into one that the kit can compile: OpenAPI leaves open what the kit
 * asks of a contract. Operations get ids where they have none that a module could export, nothing is secured, undeclared
 * query parameters are let through, and what cannot be expected to work is left out.
 *
 * @param document OpenAPI 3.1, bundled
 * @returns the document, and what was left out, in sentences
 */
export function adaptForeign(document: OpenApiDocument): { document: OpenApiDocument; warnings: string[] } {
  const warnings: string[] = []
  const ids = new Set<string>()
  const paths = Object.entries(document.paths ?? {}).flatMap(([path, item]) => {
    const resolved = resolve<PathItem | null>(document, item)
    if (resolved === null || typeof resolved !== 'object') return []
    const adapted: PathItem = { ...resolved }
    for (const method of methods) {
      const operation = resolved[method] as OperationObject | null | undefined
      delete adapted[method]
      if (typeof operation !== 'object' || operation === null) continue
      adapted[method] = adaptOperation(document, operation, method, uniqueId(operation.operationId, method, path, ids))
    }
    return [[path, adapted] as const]
  })
  const adapted = { ...document, paths: Object.fromEntries(paths), security: [] }
  return { document: rewriteSchemas(adapted, (schema) => withoutBrokenPattern(schema, warnings)), warnings }
}

/** `get_pets_petId` where there is no operationId; in any case a name that a module can export, and no name twice. */
function uniqueId(operationId: string | undefined, method: string, path: string, ids: Set<string>): string {
  const wanted = operationId || `${method}${path}`
  const name = wanted.replace(/[^A-Za-z0-9_$]+/g, '_').replace(/(?<=.)_+$/, '')
  const start = /^[A-Za-z_]/.test(name) && !reserved.has(name) ? name : `_${name}`
  let id = start
  for (let again = 2; ids.has(id); again++) id = `${start}_${again}`
  ids.add(id)
  return id
}

/** Words that no module can declare, and that are likely operationIds. */
const reserved = new Set(
  'await break case catch class const continue debugger default delete do else enum export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof var void while with yield arguments eval validators'.split(
    ' ',
  ),
)

function adaptOperation(
  document: OpenApiDocument,
  source: OperationObject,
  method: string,
  operationId: string,
): OperationObject {
  const { requestBody, ...rest } = source
  // The hosts never read the body of a GET (RFC 9110, section 9.3.1).
  const body = requestBody === undefined || method === 'get' || method === 'head' ? undefined : requestBody
  return {
    ...rest,
    operationId,
    ...(body === undefined ? {} : { requestBody: adaptBody(resolve<RequestBodyObject>(document, body)) }),
    responses: adaptResponses(document, source),
    security: [],
    'x-undeclared-query': 'allow',
  }
}

const adaptBody = (body: RequestBodyObject): RequestBodyObject => ({
  ...body,
  content: renameTypes(body.content, mediaTypeOf),
})

function adaptResponses(document: OpenApiDocument, { responses }: OperationObject): Record<string, ResponseObject> {
  const entries = Object.entries(responses ?? {}).flatMap(([status, reference]) => {
    const response = resolve<ResponseObject | null>(document, reference)
    if (status.startsWith('x-') || response === null || typeof response !== 'object') return []
    const { content, headers = {}, ...rest } = response
    const declared = Object.entries(headers).filter(([name]) => !transportHeaders.includes(name.toLowerCase()))
    const described = { ...rest, headers: Object.fromEntries(declared) }
    const empty = content === undefined || /^(?:204|205|304)$/.test(status)
    const key = status === 'default' ? status : status.toUpperCase()
    return [[key, empty ? described : { ...described, content: renameTypes(content, toConcreteType) }] as const]
  })
  return entries.length === 0 ? { 204: {} } : Object.fromEntries(entries)
}

function renameTypes(
  content: Record<string, MediaType> | undefined,
  rename: (type: string) => string,
): Record<string, MediaType> {
  const renamed: Record<string, MediaType> = {}
  for (const [type, media] of Object.entries(content ?? {})) renamed[rename(type)] ??= media ?? {}
  return renamed
}

const concrete: Record<string, string> = {
  '*/*': 'application/json',
  'application/*': 'application/json',
  'text/*': 'text/plain',
  'image/*': 'image/png',
  'audio/*': 'audio/mpeg',
  'video/*': 'video/mp4',
}

/** A response has one type, not a range of them, and parameters do not make it another one. */
function toConcreteType(type: string): string {
  const name = mediaTypeOf(type)
  return concrete[name] ?? name
}

/** Patterns of other dialects, such as Java's, are no regular expressions here: they could only be refused. */
function withoutBrokenPattern(schema: SchemaObject, warnings: string[]): SchemaObject {
  const { pattern, ...rest } = schema
  if (typeof pattern !== 'string') return schema
  try {
    new RegExp(pattern, 'u')
    return schema
  } catch {
    warnings.push(`The pattern ${pattern} is no regular expression of JavaScript and is not checked.`)
    return rest
  }
}
