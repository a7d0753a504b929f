import { type Direction, directed, directSchema, hasDirections } from '../contract/directions.ts'
import { type Json, type MediaType, type OpenApiDocument, resolve, type Schema } from '../contract/document.ts'
import { bind, SchemaChecker } from './sample-check.ts'
import { Sampler } from './sample-value.ts'

/** A named example, as OpenAPI has it (3.1, section 4.8.19). */
interface Example {
  value?: Json
}

/** What `sampleContent` reads: a media type, a parameter or a header. */
export type Content = Pick<MediaType, 'schema' | 'example' | 'examples'>

const samplers = new WeakMap<OpenApiDocument, Partial<Record<Direction, Sampler>>>()

/**
 * A plausible value for a schema: an example of its own, its default, const or enum, where they are valid; else one
 * that is made up, human and always the same. It is valid against the schema, unless the schema is beyond us or
 * nothing is valid against it.
 *
 * @param document OpenAPI 3.1, bundled: what the schema's references point into
 * @param schema JSON Schema 2020-12
 * @param direction a request has no `readOnly` properties, a response no `writeOnly` ones
 * @param name what the value is for, such as the parameter's name: a hint like the names of properties are
 * @returns undefined where no value can be made, as for a schema that requires itself
 * @example
 * sample(document, { type: 'object', properties: { email: { type: 'string' }, age: { type: 'integer' } } }, 'response')
 * // { email: 'ada@example.com', age: 36 }
 */
export function sample(document: OpenApiDocument, schema: Schema, direction: Direction, name = ''): Json | undefined {
  const shown = hasDirections(document) ? directSchema(document, schema, direction) : schema
  return samplerFor(document, direction).sample(bind(shown), name)
}

/**
 * A value for a media type, a parameter or a header: its `example`, else the first or the named one of its
 * `examples`, else one for its schema. An example is given as it is, valid or not: it was written for this very place.
 *
 * @param options.example the name of one of the `examples`; where there is none of this name, the first is taken
 * @param options.name as for {@link sample}
 */
export function sampleContent(
  document: OpenApiDocument,
  content: Content,
  direction: Direction,
  options: { example?: string | undefined; name?: string } = {},
): Json | undefined {
  const named = namedExample(document, content, options.example)
  if (named !== undefined) return named
  if (content.example !== undefined) return content.example
  const first = Object.keys(content.examples ?? {}).map((name) => namedExample(document, content, name))
  const given = first.find((value) => value !== undefined)
  return given !== undefined || content.schema === undefined
    ? given
    : sample(document, content.schema, direction, options.name)
}

/** The value of one of the `examples`, or undefined where there is none of that name. */
export function namedExample(
  document: OpenApiDocument,
  { examples }: Content,
  name: string | undefined,
): Json | undefined {
  if (name === undefined || examples === undefined || !Object.hasOwn(examples, name)) return undefined
  const example = resolve<Example>(document, examples[name] ?? {})
  return example?.value
}

/** Whether an author has written a value for this place, there or in its schema. */
export function hasExample(document: OpenApiDocument, { example, examples, schema }: Content): boolean {
  const resolved = resolve<Schema>(document, schema ?? true)
  const own = typeof resolved === 'object' ? (resolved.example ?? resolved.examples ?? resolved.default) : undefined
  return [example, examples, own].some((value) => value !== undefined)
}

function samplerFor(document: OpenApiDocument, direction: Direction): Sampler {
  const known = samplers.get(document) ?? {}
  samplers.set(document, known)
  const made = known[direction] ?? createSampler(document, direction)
  known[direction] = made
  return made
}

function createSampler(document: OpenApiDocument, direction: Direction): Sampler {
  const bound = bind(hasDirections(document) ? directed(document, direction) : document)
  return new Sampler(bound, new SchemaChecker(bound))
}
