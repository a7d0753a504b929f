import { Ajv2020 } from 'ajv/dist/2020.js'
import standalone from 'ajv/dist/standalone/index.js'
import addFormats from 'ajv-formats'
import { type Direction, directed, directSchema } from './directions.ts'
import { type OpenApiDocument, type ParameterObject, resolve, type Schema, type SchemaObject } from './document.ts'
import { kindOf, type OperationModel } from './operations.ts'
import { boundErrors, trimErrors } from './validator-code.ts'

/** Names of an operation's validators, in the module of their direction. */
export interface ValidatorNames {
  parameters: Partial<Record<ParameterObject['in'], string>>
  /** By media type of the request body. */
  body: Record<string, string>
  /** By status, then by media type. */
  responses: Record<string, Record<string, string>>
}

export interface CompiledValidators {
  names: ValidatorNames
  /** ES modules that export the validators of each direction; empty where there are none. */
  code: Record<Direction, string>
}

/** Compiles the schemas of one contract into standalone code, a direction at a time: a schema differs between them. */
export class ValidatorCompiler {
  readonly #document: OpenApiDocument
  readonly #directions: Record<Direction, DirectionCompiler>

  constructor(document: OpenApiDocument) {
    this.#document = document
    this.#directions = {
      request: new DirectionCompiler(document, 'request'),
      response: new DirectionCompiler(document, 'response'),
    }
  }

  /** The validators that an operation needs. */
  compile(operation: OperationModel): CompiledValidators {
    const { request, response } = this.#directions
    const names: ValidatorNames = { parameters: {}, body: {}, responses: {} }
    for (const place of ['path', 'query', 'header', 'cookie'] as const) {
      const parameters = operation.parameters.filter((parameter) => parameter.in === place)
      if (parameters.length > 0)
        names.parameters[place] = request.add(operation, place, this.#parametersSchema(parameters))
    }
    for (const [type, { schema }] of Object.entries(operation.body?.content ?? {})) {
      if (schema === undefined || kindOf(type) === 'binary') continue
      names.body[type] = request.add(operation, `body${Object.keys(names.body).length || ''}`, schema)
    }
    for (const [status, { content = {} }] of operation.responses) {
      for (const [type, { schema }] of Object.entries(content)) {
        if (schema === undefined || kindOf(type) !== 'json') continue
        const known = Object.keys(names.responses[status] ?? {}).length
        const name = response.add(operation, `response${status}${known || ''}`, schema)
        names.responses[status] = { ...names.responses[status], [type]: name }
      }
    }
    return { names, code: { request: request.print(operation), response: response.print(operation) } }
  }

  #parametersSchema(parameters: ParameterObject[]): SchemaObject {
    const nameOf = ({ in: place, name }: ParameterObject): string => (place === 'header' ? name.toLowerCase() : name)
    const entries = parameters.map((parameter) => {
      const schema = parameter.schema ?? Object.values(parameter.content ?? {})[0]?.schema ?? true
      // ajv fills in a default only where it stands beside the property, not behind a reference.
      return [nameOf(parameter), resolve<Schema>(this.#document, schema as SchemaObject)] as const
    })
    const required = parameters.filter((parameter) => parameter.required).map(nameOf)
    return { type: 'object', properties: Object.fromEntries(entries), required }
  }
}

/** Where references lead: the document as a whole, and each of its named schemas by itself. */
const documentId = 'contract:document'
const componentId = (name: string): string => `contract:schemas/${encodeURIComponent(name)}`

class DirectionCompiler {
  readonly #document: OpenApiDocument
  readonly #direction: Direction
  readonly #ajv: Ajv2020
  readonly #ids = new Map<string, Record<string, string>>()

  constructor(document: OpenApiDocument, direction: Direction) {
    this.#document = document
    this.#direction = direction
    // Defaults are filled into requests; a response is compared as it is, never changed.
    this.#ajv = new Ajv2020({
      allErrors: true,
      useDefaults: direction === 'request',
      strict: false,
      messages: false,
      code: { source: true, esm: true },
    })
    addFormats.default(this.#ajv)
    const shown = prepare(directed(document, direction)) as OpenApiDocument
    this.#ajv.addSchema(shown as object, documentId)
    // By an id of its own a schema is compiled once, and not again for each reference to it.
    for (const [name, schema] of Object.entries(shown.components?.schemas ?? {})) {
      this.#ajv.addSchema(schema as SchemaObject, componentId(name))
    }
  }

  /** Compiles a schema out of the document as a validator of an operation. */
  add(operation: OperationModel, name: string, schema: Schema): string {
    const id = `operation:${operation.id}/${name}`
    this.#ajv.addSchema(prepare(directSchema(this.#document, schema, this.#direction)) as SchemaObject, id)
    this.#ajv.getSchema(id)
    this.#ids.set(operation.id, { ...this.#ids.get(operation.id), [name]: id })
    return name
  }

  /** The module of what was added for an operation. */
  print({ id }: OperationModel): string {
    const ids = this.#ids.get(id)
    return ids === undefined ? '' : boundErrors(trimErrors(generateCode(this.#ajv, ids)))
  }
}

const generateCode = standalone.default as unknown as (ajv: Ajv2020, ids: Record<string, string>) => string

/** Keywords that say something to people only: they would stand in the code of every function. */
const annotations = new Set(['description', 'title', 'summary', 'example', 'examples', 'externalDocs', 'xml'])

/** A copy of a schema, or of a document of them, without annotations, its references bound to where they lead. */
function prepare(node: unknown, isNamed = false): unknown {
  if (Array.isArray(node)) return node.map((item) => prepare(item))
  if (typeof node !== 'object' || node === null) return node
  const entries = Object.entries(node)
    // Below `properties` a key is a name, whatever it is.
    .filter(([key]) => isNamed || !annotations.has(key))
    .map(([key, value]) => {
      if (!isNamed && key === '$ref' && typeof value === 'string') return [key, bind(value)]
      if (!isNamed && (key === 'const' || key === 'enum' || key === 'default')) return [key, value]
      return [key, prepare(value, !isNamed && holdsNames(key))]
    })
  return Object.fromEntries(entries)
}

const holdsNames = (key: string): boolean =>
  /^(?:properties|patternProperties|dependentSchemas|\$defs|schemas)$/.test(key)

function bind(reference: string): string {
  const component = /^#\/components\/schemas\/([^/]+)(\/.*)?$/.exec(reference)
  if (component?.[1] !== undefined)
    return `${componentId(component[1])}${component[2] === undefined ? '' : `#${component[2]}`}`
  return reference.startsWith('#') ? `${documentId}${reference}` : reference
}
