import {
  escapePointer,
  type MediaType,
  type OpenApiDocument,
  type OperationObject,
  type ParameterObject,
  type PathItem,
  type RequestBodyObject,
  type ResponseObject,
  resolve,
} from './document.ts'

export const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const

/** One operation as the contract has it, its references resolved. */
export interface OperationModel {
  id: string
  method: string
  path: string
  /** Where it stands in the document, for faults: `/paths/~1hello/get`. */
  pointer: string
  source: OperationObject
  parameters: ParameterObject[]
  body: RequestBodyObject | undefined
  responses: [status: string, response: ResponseObject][]
  security: Record<string, string[]>[]
}

/** The operations of a document in the order in which they are written. */
export function listOperations(document: OpenApiDocument): OperationModel[] {
  const models: OperationModel[] = []
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    const pathItem = resolve<PathItem>(document, item)
    for (const method of methods) {
      const source = pathItem[method] as OperationObject | undefined
      if (source !== undefined) models.push(toModel(document, path, pathItem, method, source))
    }
  }
  return models
}

function toModel(
  document: OpenApiDocument,
  path: string,
  item: PathItem,
  method: string,
  source: OperationObject,
): OperationModel {
  return {
    id: source.operationId ?? '',
    method,
    path,
    pointer: `/paths/${escapePointer(path)}/${method}`,
    source,
    parameters: mergeParameters(document, item, source),
    body: source.requestBody === undefined ? undefined : resolve<RequestBodyObject>(document, source.requestBody),
    responses: Object.entries(source.responses ?? {})
      .filter(([status]) => !status.startsWith('x-'))
      .map(([status, response]) => [status, resolve<ResponseObject>(document, response)]),
    security: source.security ?? document.security ?? [],
  }
}

/** The parameters of the path, each replaced by the operation's own of the same name and place. */
function mergeParameters(document: OpenApiDocument, item: PathItem, source: OperationObject): ParameterObject[] {
  const merged = new Map<string, ParameterObject>()
  for (const entry of [...(item.parameters ?? []), ...(source.parameters ?? [])]) {
    const parameter = resolve<ParameterObject>(document, entry)
    merged.set(`${parameter.in} ${parameter.name}`, parameter)
  }
  return [...merged.values()]
}

/** The status of a plain returned value: the first 2xx that the contract lists, else the first 3xx. */
export function successOf(operation: OperationModel): number | undefined {
  const statuses = operation.responses.map(([status]) => status).filter((status) => /^[23]\d\d$/.test(status))
  const first = statuses.sort()[0]
  return first === undefined ? undefined : Number(first)
}

/** Whether an operation takes the header `Idempotency-Key`, and needs it. */
export function idempotencyKeyOf({ parameters }: OperationModel): 'required' | 'optional' | undefined {
  const parameter = parameters.find(isIdempotencyKey)
  if (parameter === undefined) return undefined
  return parameter.required === true ? 'required' : 'optional'
}

export const isIdempotencyKey = ({ in: place, name }: ParameterObject): boolean =>
  place === 'header' && /^idempotency-key$/i.test(name)

/** The name of an operation's handler file without its ending: `getProduct` → `get-product`. */
export function handlerFileName(operationId: string): string {
  return operationId
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .toLowerCase()
}

/** How the kit reads or writes a media type. */
export function kindOf(type: string): 'json' | 'form' | 'text' | 'binary' {
  const name = type.split(';')[0]?.trim().toLowerCase() ?? ''
  if (name === 'application/json' || name.endsWith('+json')) return 'json'
  if (name === 'application/x-www-form-urlencoded') return 'form'
  return name.startsWith('text/') ? 'text' : 'binary'
}

export type Contents = Record<string, MediaType>
