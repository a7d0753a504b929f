import { isDeepStrictEqual } from 'node:util'
import type { Json, OpenApiDocument, Schema, SchemaObject } from '../contract/document.ts'
import type { SchemaChecker } from './sample-check.ts'
import { numbers } from './sample-number.ts'
import { sampleArray, sampleObject } from './sample-parts.ts'
import { discriminated, type FlatSchema, flatten, namedValues, typesOf } from './sample-schema.ts'
import { strings } from './sample-string.ts'

/** Where in the whole a value is being made. */
export interface Place {
  /** The property's name, or of an item the list's. */
  name: string
  /** The references that are being followed on the way here. */
  refs: ReadonlySet<string>
  depth: number
  /** Which of the possible values to take: 0 is the best; others are for lists, whose items should differ. */
  nth: number
}

/** From here on only what has to be there is made. */
const generousDepth = 6
const generousSteps = 1_000

/** From here on nothing is: the choices of a schema multiply, and somebody is waiting. */
const mostSteps = 30_000

/** How many values are tried for one place. */
const mostTries = 1_000

/** Makes values for the schemas of one document. The same schema always gets the same value. */
export class Sampler {
  readonly #document: OpenApiDocument
  readonly #checker: SchemaChecker
  #steps = 0

  constructor(document: OpenApiDocument, checker: SchemaChecker) {
    this.#document = document
    this.#checker = checker
  }

  /** A value for a bound schema, or undefined where there is none. */
  sample(schema: Schema, name: string): Json | undefined {
    this.#steps = 0
    return this.value(schema, { name, refs: new Set(), depth: 0, nth: 0 })
  }

  /** Whether there is room for more than what is required. */
  isGenerous({ depth }: Place): boolean {
    return depth < generousDepth && this.#steps < generousSteps
  }

  isValid(schema: Schema, value: Json): boolean {
    return this.#checker.isValid(schema, value)
  }

  value(schema: Schema, place: Place): Json | undefined {
    return this.#choose(schema, [], place, 0)
  }

  /** Decides the choices of a schema one after the other; the first alternatives that make a valid value are taken. */
  #choose(schema: Schema, chosen: Schema[], place: Place, seen: number): Json | undefined {
    const flat = flatten(this.#document, [schema, ...chosen], place.refs)
    if (flat.impossible || flat.recursive || this.#steps++ > mostSteps) return undefined
    const named = this.#named(schema, flat, seen)
    const value = named[place.nth]
    if (value !== undefined) return value
    const alternatives = flat.choices[chosen.length]
    if (alternatives === undefined) return this.#build(schema, flat, place, named)

    const later = place.nth - named.length
    let spare: Json | undefined = named[0]
    for (let at = 0; at < alternatives.length; at++) {
      const alternative = alternatives[(at + later) % alternatives.length] ?? true
      const inner = { ...place, nth: Math.floor((at + later) / alternatives.length) }
      const made = this.#choose(schema, [...chosen, alternative], inner, flat.parts.length)
      if (made !== undefined && this.#checker.isValid(schema, made)) return made
      spare ??= made
    }
    return spare
  }

  /** The valid ones of the values that the schema names itself; `seen` parts have had their say. */
  #named(schema: Schema, { parts }: FlatSchema, seen: number): Json[] {
    return namedValues(parts.slice(seen)).filter((value) => this.#checker.isValid(schema, value))
  }

  #build(schema: Schema, flat: FlatSchema, place: Place, named: Json[]): Json | undefined {
    const inner = { ...place, nth: place.nth - named.length, refs: new Set([...place.refs, ...flat.refs]) }
    const found = [...named]
    let spare: Json | undefined
    let tried = 0
    const parts = [...flat.parts, ...discriminated(this.#document, flat)]
    for (const value of this.#candidates(parts, inner)) {
      if (tried++ > mostTries) break
      spare ??= value
      if (!this.#checker.isValid(schema, value) || found.some((known) => isDeepStrictEqual(known, value))) continue
      found.push(value)
      if (found.length > place.nth) return value
    }
    return found.length > 0 ? found[place.nth % found.length] : spare
  }

  /** Values to try, type by type, the likeliest first. */
  *#candidates(parts: readonly SchemaObject[], place: Place): Generator<Json> {
    for (const type of typesOf(parts)) {
      if (type === 'string') yield* strings(parts, place.name)
      else if (type === 'number' || type === 'integer') yield* numbers(parts, place.name, type === 'integer')
      else if (type === 'boolean') yield* [true, false]
      else if (type === 'null') yield null
      else if (type === 'object' || type === 'array') {
        const made = type === 'object' ? sampleObject(this, parts, place) : sampleArray(this, parts, place)
        if (made !== undefined) yield made
      }
    }
  }
}
