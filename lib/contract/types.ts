import { type Direction, hasDirections, isHidden } from './directions.ts'
import { isReference, type OpenApiDocument, resolve, type Schema, type SchemaObject } from './document.ts'
import { typeNames } from './type-names.ts'

/**
 * Prints JSON Schemas as TypeScript types. `request` and `response` are what a handler sees of them, `sent` is what a
 * client writes: a request whose defaults are not filled in yet.
 */
export class TypePrinter {
  readonly #document: OpenApiDocument
  readonly #direction: Direction
  readonly #sent: boolean
  /** What its named schemas are called. */
  readonly #names: ReadonlyMap<string, string>
  /** Whether the named schemas can differ from those of responses, and are declared beside them. */
  readonly hasOwnNames: boolean

  constructor(document: OpenApiDocument, view: Direction | 'sent') {
    this.#document = document
    this.#sent = view === 'sent'
    this.#direction = view === 'response' ? 'response' : 'request'
    const differs = hasDirections(document) || (this.#sent && hasDefaults(document))
    this.hasOwnNames = differs && this.#direction === 'request'
    this.#names = typeNames(document, this.hasOwnNames ? 'Request' : '')
  }

  /** Declarations of the named schemas: `Product` as it is answered, `ProductRequest` where it is sent differently. */
  declarations(): string {
    const schemas = Object.entries(this.#document.components?.schemas ?? {})
    return schemas
      .map(([name, schema]) => `${comment(schema)}export type ${this.#names.get(name)} = ${this.print(schema)}\n`)
      .join('\n')
  }

  print(schema: Schema, depth = 0): string {
    if (schema === true) return 'unknown'
    if (schema === false) return 'never'
    if (depth > 20) return 'unknown'
    const parts: string[] = []
    if (isReference(schema)) parts.push(this.#reference(schema.$ref, depth))
    const own = this.#own(schema, depth)
    if (own !== undefined) parts.push(own)
    for (const part of schema.allOf ?? []) parts.push(this.print(part, depth + 1))
    for (const alternatives of [schema.oneOf, schema.anyOf]) {
      if (alternatives !== undefined) parts.push(union(alternatives.map((part) => this.print(part, depth + 1))))
    }
    const known = parts.filter((part) => part !== 'unknown')
    if (known.length === 0) return 'unknown'
    return known.length === 1 ? (known[0] ?? 'unknown') : known.map((part) => `(${part})`).join(' & ')
  }

  #reference(ref: string, depth: number): string {
    const component = /^#\/components\/schemas\/([^/]+)$/.exec(ref)?.[1]
    const name = component === undefined ? undefined : this.#names.get(component)
    if (name !== undefined) return name
    return this.print(resolve<Schema>(this.#document, { $ref: ref }), depth + 1)
  }

  /** What a schema says by its own keywords; undefined where it says nothing about the type. */
  #own(schema: SchemaObject, depth: number): string | undefined {
    if (schema.const !== undefined) return JSON.stringify(schema.const)
    if (schema.enum !== undefined) return union(schema.enum.map((value) => JSON.stringify(value)))
    const implied = schema.properties !== undefined || schema.additionalProperties !== undefined ? ['object'] : []
    const types = schema.type === undefined ? implied : [schema.type].flat()
    return types.length === 0 ? undefined : union(types.map((type) => this.#typed(type, schema, depth)))
  }

  #typed(type: string, schema: SchemaObject, depth: number): string {
    switch (type) {
      case 'integer':
      case 'number':
        return 'number'
      case 'array':
        return this.#array(schema, depth)
      case 'object':
        return this.#object(schema, depth)
      default:
        return type
    }
  }

  #array(schema: SchemaObject, depth: number): string {
    if (schema.prefixItems !== undefined) {
      const items = schema.prefixItems.map((item) => this.print(item, depth + 1))
      const rest = schema.items === false ? [] : [`...(${this.print(schema.items ?? true, depth + 1)})[]`]
      return `[${[...items, ...rest].join(', ')}]`
    }
    return `(${this.print(schema.items ?? true, depth + 1)})[]`
  }

  #object(schema: SchemaObject, depth: number): string {
    const required = new Set(schema.required ?? [])
    const members: string[] = []
    for (const [name, property] of Object.entries(schema.properties ?? {})) {
      if (isHidden(this.#document, property, this.#direction)) continue
      const type = this.print(property, depth + 1)
      // A default is filled in before the handler looks: the property is always there for it, and need not be sent.
      const filled = this.#direction === 'request' && hasDefault(property)
      const present = this.#sent ? required.has(name) && !filled : required.has(name) || filled
      members.push(`${comment(property)}${propertyName(name)}${present ? `: ${type}` : `?: ${type} | undefined`}`)
    }
    const open = schema.additionalProperties
    const nothingDeclared = members.length === 0 && schema.allOf === undefined && open === undefined
    if (nothingDeclared && schema.oneOf === undefined && schema.anyOf === undefined) return '{ [key: string]: unknown }'
    if (open !== undefined && open !== false) {
      // Beside named properties an index signature has to allow theirs too.
      members.push(`[key: string]: ${members.length === 0 ? this.print(open, depth + 1) : 'unknown'}`)
    }
    return members.length === 0 ? '{}' : `{\n${members.join('\n')}\n}`
  }
}

const hasDefaults = (document: OpenApiDocument): boolean =>
  /"default":/.test(JSON.stringify(document.components?.schemas ?? {}))

const hasDefault = (schema: Schema): boolean => typeof schema === 'object' && schema.default !== undefined

function union(types: string[]): string {
  const distinct = [...new Set(types)]
  return distinct.includes('unknown')
    ? 'unknown'
    : distinct.map((type) => (distinct.length > 1 ? `(${type})` : type)).join(' | ')
}

export function propertyName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name)
}

/** The description as a doc comment, so that an editor shows it. */
export function comment(schema: Schema | { description?: string }): string {
  if (typeof schema === 'boolean' || typeof schema.description !== 'string') return ''
  const lines = schema.description.trim().replaceAll('*/', '*\\/').split('\n')
  return `/**\n${lines.map((line) => ` * ${line}`.trimEnd()).join('\n')}\n */\n`
}
