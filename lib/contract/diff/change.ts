import type { Direction } from '../directions.ts'
import type { OpenApiDocument } from '../document.ts'
import { type Level, type RuleId, rules } from './rules.ts'

/** Where in a contract something is compared. */
export interface Place {
  /** `GET /colors/{name}`, and the operationId; undefined for what is the whole contract's. */
  endpoint?: string
  operation?: string
  direction?: Direction
  /** In words: `request body /items/-/name`. */
  where: string
  /** The keys from the root of the document, as if no `$ref` were on the way. */
  path: readonly string[]
}

/** One change, as it was found. */
export interface Found {
  rule: RuleId
  level: Level
  message: string
  place: Place
}

/** Two versions of one contract, and where what has changed is told. */
export interface Comparison {
  old: OpenApiDocument
  new: OpenApiDocument
  found: Found[]
}

/** Tells of a change; its level is by its rule, and by the way that the value goes. */
export function report({ found }: Comparison, rule: RuleId, place: Place, message: string): void {
  found.push({ rule, level: rules[rule][place.direction ?? 'request'], message, place })
}

/** A place further inside. */
export const inside = (place: Place, keys: readonly string[], where = ''): Place => ({
  ...place,
  where: `${place.where}${where}`,
  path: [...place.path, ...keys],
})

/** A value in a sentence. */
export const say = (value: unknown): string => (value === undefined ? 'none' : JSON.stringify(value))
