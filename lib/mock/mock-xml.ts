import { type Json, type OpenApiDocument, resolve, type Schema, type SchemaObject } from '../contract/document.ts'
import { propertiesOf } from '../contract/parameters.ts'

/** OpenAPI's `xml` keyword (3.1, section 4.8.26). */
interface XmlHints {
  name?: string
  prefix?: string
  namespace?: string
  attribute?: boolean
  wrapped?: boolean
}

/**
 * Writes a value as XML, named and shaped as the schema's `xml` keywords say. A text is taken to be XML already.
 *
 * @example
 * toXml(document, { type: 'object', xml: { name: 'pet' } }, { id: 1 }) // '<?xml …?>\n<pet><id>1</id></pet>\n'
 */
export function toXml(document: OpenApiDocument, schema: Schema, value: Json): string {
  if (typeof value === 'string' && value.trimStart().startsWith('<')) return value
  const component = typeof schema === 'object' ? schema.$ref?.split('/').at(-1) : undefined
  const writer = new XmlWriter(document)
  const name = component ?? (Array.isArray(value) ? 'items' : 'value')
  const whole = Array.isArray(value) ? writer.list(name, schema, value, true) : writer.element(name, schema, value)
  return `<?xml version="1.0" encoding="UTF-8"?>\n${whole}\n`
}

class XmlWriter {
  readonly #document: OpenApiDocument

  constructor(document: OpenApiDocument) {
    this.#document = document
  }

  element(name: string, schema: Schema, value: Json): string {
    const { prefix, namespace, ...hints } = this.#hints(schema)
    const tag = `${prefix === undefined ? '' : `${prefix}:`}${hints.name ?? toName(name)}`
    const attributes =
      namespace === undefined ? [] : [`xmlns${prefix === undefined ? '' : `:${prefix}`}="${namespace}"`]
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      const text = Array.isArray(value) ? this.list('item', schema, value, false) : toText(String(value ?? ''))
      return `<${[tag, ...attributes].join(' ')}>${text}</${tag}>`
    }
    const properties = propertiesOf(this.#document, schema)
    let children = ''
    for (const [key, member] of Object.entries(value)) {
      const own = properties[key] ?? true
      const { attribute, wrapped, name: attributeName = key } = this.#hints(own)
      if (attribute) attributes.push(`${attributeName}="${toText(String(member))}"`)
      else
        children += Array.isArray(member)
          ? this.list(key, own, member, wrapped ?? false)
          : this.element(key, own, member)
    }
    return `<${[tag, ...attributes].join(' ')}>${children}</${tag}>`
  }

  /** The items one after the other, or in an element of their own. */
  list(name: string, schema: Schema, values: Json[], wrapped: boolean): string {
    const resolved = resolve<Schema>(this.#document, schema as SchemaObject)
    const items = typeof resolved === 'object' ? (resolved.items ?? true) : true
    const component = wrapped && typeof items === 'object' ? items.$ref?.split('/').at(-1) : undefined
    const hints = this.#hints(schema)
    const inner = values.map((value) =>
      this.element(component ?? (wrapped ? name : (hints.name ?? name)), items, value),
    )
    return wrapped ? `<${hints.name ?? name}>${inner.join('')}</${hints.name ?? name}>` : inner.join('')
  }

  #hints(schema: Schema): XmlHints {
    const resolved = resolve<Schema>(this.#document, schema as SchemaObject)
    return (typeof resolved === 'object' ? (resolved.xml as XmlHints | undefined) : undefined) ?? {}
  }
}

/** A property's name, without what no XML name can have (XML 1.0, section 2.3). */
const toName = (name: string): string => name.replace(/[^\w.-]+/g, '_').replace(/^(?=[^A-Za-z_])/, '_')

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

const toText = (text: string): string => text.replace(/[&<>"]/g, (character) => escapes[character] ?? '')
