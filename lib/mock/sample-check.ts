import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { OpenApiDocument, Schema } from '../contract/document.ts'

/** The name under which a checker knows its document: references in a {@link bind bound} schema begin with it. */
export const boundTo = 'contract'

/** A copy in which every local reference names the document, so that it means the same wherever the schema stands. */
export function bind<Node>(node: Node): Node {
  const rewrite = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(rewrite)
    if (typeof value !== 'object' || value === null) return value
    const entries = Object.entries(value).map(([key, member]) => [
      key,
      key === '$ref' && typeof member === 'string' && member.startsWith('#') ? `${boundTo}${member}` : rewrite(member),
    ])
    return Object.fromEntries(entries)
  }
  return rewrite(node) as Node
}

/** Tells whether a value is valid, for schemas of one bound document. Each schema is compiled once, when first asked about. */
export class SchemaChecker {
  readonly #ajv: Ajv2020
  readonly #validators = new WeakMap<object, (value: unknown) => boolean>()

  constructor(document: OpenApiDocument) {
    // The document has been checked when it was read; compiling the metaschema would only take time.
    this.#ajv = new Ajv2020({ strict: false, logger: false, validateSchema: false })
    addFormats.default(this.#ajv)
    this.#ajv.addSchema(document, boundTo)
  }

  isValid(schema: Schema, value: unknown): boolean {
    if (typeof schema === 'boolean') return schema
    let validate = this.#validators.get(schema)
    if (validate === undefined) {
      validate = this.#compile(schema)
      this.#validators.set(schema, validate)
    }
    return validate(value)
  }

  /** What cannot be compiled, such as a pattern that is no regular expression, cannot be broken either. */
  #compile(schema: object): (value: unknown) => boolean {
    try {
      return this.#ajv.compile(schema)
    } catch {
      return () => true
    }
  }
}
