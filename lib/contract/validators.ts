import { Ajv2020 } from 'ajv/dist/2020.js'
import standalone from 'ajv/dist/standalone/index.js'
import addFormats from 'ajv-formats'
import { type Direction, directed, directSchema, hasDirections } from './directions.ts'
import { type OpenApiDocument, type ParameterObject, resolve, type Schema, type SchemaObject } from './document.ts'
import { kindOf, type OperationModel } from './operations.ts'

export interface ValidatorNames {
  parameters: Partial<Record<ParameterObject['in'], string>>
  /** By media type of the request body. */
  body: Record<string, string>
  /** By status, then by media type. */
  responses: Record<string, Record<string, string>>
}

/** Compiles the schemas of one contract into standalone code: one ajv for all operations, so that shared ones are shared. */
export class ValidatorCompiler {
  readonly #document: OpenApiDocument
  readonly #ajv: Ajv2020
  readonly #directions: boolean

  constructor(document: OpenApiDocument) {
    this.#document = document
    this.#directions = hasDirections(document)
    this.#ajv = new Ajv2020({ allErrors: true, strict: false, code: { source: true, esm: true } })
    addFormats.default(this.#ajv)
    for (const direction of this.#directions ? (['request', 'response'] as const) : (['request'] as const)) {
      const shown = this.#directions ? directed(document, direction) : document
      this.#ajv.addSchema(shown as object, `contract:${direction}`)
    }
  }

  /** The validators that an operation needs: their names, and an ES module that exports them. */
  compile(operation: OperationModel): { names: ValidatorNames; code: string } {
    const ids: Record<string, string> = {}
    const names: ValidatorNames = { parameters: {}, body: {}, responses: {} }
    const add = (name: string, schema: Schema, useDefaults: boolean): string => {
      // Defaults are filled into requests; a response is compared as it is, never changed.
      this.#ajv.opts.useDefaults = useDefaults
      const id = `operation:${operation.id}/${name}`
      this.#ajv.addSchema(schema as SchemaObject, id)
      this.#ajv.getSchema(id)
      ids[name] = id
      return name
    }
    for (const place of ['path', 'query', 'header', 'cookie'] as const) {
      const parameters = operation.parameters.filter((parameter) => parameter.in === place)
      if (parameters.length > 0) names.parameters[place] = add(place, this.#parametersSchema(parameters), true)
    }
    for (const [type, { schema }] of Object.entries(operation.body?.content ?? {})) {
      if (schema === undefined || kindOf(type) === 'binary') continue
      names.body[type] = add(`body${Object.keys(names.body).length || ''}`, this.#bind(schema, 'request'), true)
    }
    for (const [status, { content = {} }] of operation.responses) {
      for (const [type, { schema }] of Object.entries(content)) {
        if (schema === undefined || kindOf(type) !== 'json') continue
        const known = Object.keys(names.responses[status] ?? {}).length
        const name = add(`response${status}${known || ''}`, this.#bind(schema, 'response'), false)
        names.responses[status] = { ...names.responses[status], [type]: name }
      }
    }
    return { names, code: Object.keys(ids).length === 0 ? '' : boundErrors(generateCode(this.#ajv, ids)) }
  }

  #parametersSchema(parameters: ParameterObject[]): SchemaObject {
    const nameOf = ({ in: place, name }: ParameterObject): string => (place === 'header' ? name.toLowerCase() : name)
    const entries = parameters.map((parameter) => {
      const schema = parameter.schema ?? Object.values(parameter.content ?? {})[0]?.schema ?? true
      // ajv fills in a default only where it stands beside the property, not behind a reference.
      return [
        nameOf(parameter),
        this.#bind(resolve<Schema>(this.#document, schema as SchemaObject), 'request'),
      ] as const
    })
    const required = parameters.filter((parameter) => parameter.required).map(nameOf)
    return { type: 'object', properties: Object.fromEntries(entries), required }
  }

  /** A schema out of the document, as it means in a direction, its references bound to the document. */
  #bind(schema: Schema, direction: Direction): Schema {
    if (!this.#directions) return bindReferences(schema, 'contract:request') as Schema
    return bindReferences(directSchema(this.#document, schema, direction), `contract:${direction}`) as Schema
  }
}

function bindReferences(node: unknown, base: string): unknown {
  if (Array.isArray(node)) return node.map((item) => bindReferences(item, base))
  if (typeof node !== 'object' || node === null) return node
  const entries = Object.entries(node).map(([key, value]) => [
    key,
    key === '$ref' && typeof value === 'string' && value.startsWith('#')
      ? `${base}${value}`
      : bindReferences(value, base),
  ])
  return Object.fromEntries(entries)
}

const generateCode = standalone.default as unknown as (ajv: Ajv2020, ids: Record<string, string>) => string

/** How many faults one validator remembers; it goes on counting, but a client is not helped by more. */
const mostErrors = 1000

/**
 * Bounds what finding every fault can cost. ajv's own code keeps every error and joins lists by copying them, which is
 * quadratic in a body made of wrong items; here an error beyond the bound is counted and forgotten.
 */
export function boundErrors(code: string): string {
  const rewritten = code
    .replace(
      /vErrors = vErrors === null \? ([\w.]+) : vErrors\.concat\(\1\);\s*errors = vErrors\.length;/g,
      'vErrors = joinErrors(vErrors, $1);errors += $1.length;',
    )
    .replace(/vErrors\.push\((\w+)\);/g, 'pushError(vErrors, $1);')
  const unbounded = /vErrors\.(?:concat|push)\b/.exec(rewritten)
  if (unbounded !== null) throw new Error('ajv generates code that the bound of errors does not know; see boundErrors')
  return `${rewritten}
function pushError(errors, error) { if (errors.length < ${mostErrors}) errors.push(error) }
function joinErrors(errors, more) {
  if (errors === null) return more.slice()
  for (const error of more) pushError(errors, error)
  return errors
}
`
}
