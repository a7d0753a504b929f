import type { OpenApiDocument } from '../document.ts'
import type { Found } from './change.ts'
import { type CompareOptions, compareContracts } from './compare-contracts.ts'
import type { FilePlace } from './find-place.ts'
import { type Level, type RuleId, rules } from './rules.ts'
import { announcesBreak, type Bump, bumpFor } from './version.ts'

/** One change of a contract, as it is told. */
export interface Change {
  level: Level
  rule: RuleId
  /** The operations that have it: `GET /colors/{name}`; none where it is the whole contract's. */
  endpoints: string[]
  operations: string[]
  /** Where in the first of them, in words: `response 200 /items/-/name`. */
  where: string
  message: string
  /** Where the new contract has it, or its nearest parent; missing where a service is gone. */
  place?: FilePlace
}

/** What has become of the contract of one service. */
export interface ServiceDiff {
  service: string
  /** `info.version`; undefined where there is none, or no such service. */
  before: string | undefined
  after: string | undefined
  changes: Change[]
  bump: Bump
  /** Whether something breaks, and neither a new major version nor a later path says so. */
  unannounced: boolean
}

/**
 * Compares the contract of a service with what it was. A change that several operations have, since they share a schema,
 * is one change.
 *
 * @param find where the keys of a path stand in the files of the new contract
 */
export function diffService(
  service: string,
  before: OpenApiDocument | undefined,
  after: OpenApiDocument | undefined,
  find: (path: readonly string[]) => FilePlace,
  options: CompareOptions = {},
): ServiceDiff {
  const changes = toChanges(before, after, find, options)
  const [old, fresh] = [versionOf(before), versionOf(after)]
  const announced = old !== undefined && fresh !== undefined && announcesBreak(old, fresh)
  const breaks = changes.some(({ level, rule }) => level === 'breaking' && rule !== 'operation-moved')
  const bump = bumpFor(changes.map(({ level }) => level))
  return { service, before: old, after: fresh, changes, bump, unannounced: breaks && !announced }
}

/** In documents of others it may be missing, or a number. */
function versionOf(document: OpenApiDocument | undefined): string | undefined {
  const version: unknown = document?.info?.version
  return version === undefined || version === null ? undefined : String(version)
}

function toChanges(
  before: OpenApiDocument | undefined,
  after: OpenApiDocument | undefined,
  find: (path: readonly string[]) => FilePlace,
  options: CompareOptions,
): Change[] {
  const whole = { endpoints: [], operations: [], where: '' }
  if (after === undefined) return [{ ...toRule('service-removed'), ...whole, message: 'the service is gone' }]
  if (before === undefined)
    return [{ ...toRule('service-added'), ...whole, message: 'the service is new', place: find([]) }]
  return gather(compareContracts(before, after, options), find)
}

const toRule = (rule: RuleId): Pick<Change, 'level' | 'rule'> => ({ rule, level: rules[rule].request })

function gather(found: readonly Found[], find: (path: readonly string[]) => FilePlace): Change[] {
  const changes = new Map<string, Change>()
  for (const { rule, level, message, place } of found) {
    const at = find(place.path)
    const isOwn = place.where === ''
    const key = JSON.stringify([
      rule,
      level,
      message,
      at.file,
      at.pointer,
      lastOf(place.where),
      isOwn && place.endpoint,
    ])
    const known = changes.get(key)
    const { endpoint, operation = '' } = place
    if (known === undefined) {
      const of =
        endpoint === undefined ? { endpoints: [], operations: [] } : { endpoints: [endpoint], operations: [operation] }
      changes.set(key, { level, rule, ...of, where: spell(place.where), message, place: at })
    } else if (endpoint !== undefined && !known.endpoints.includes(endpoint)) {
      known.endpoints.push(endpoint)
      known.operations.push(operation)
    }
  }
  const order: readonly Level[] = ['breaking', 'additive', 'documentation']
  return [...changes.values()].sort((one, other) => order.indexOf(one.level) - order.indexOf(other.level))
}

/** `response 200 /items/-/name`: a JSON Pointer, but `-` is any item and `*` any further property. */
const spell = (where: string): string => where.replace('/', ' /')

/** What shared schemas have in common wherever they stand: the name of the property. */
const lastOf = (where: string): string => where.split('/').at(-1) ?? ''
