import { type OpenApiDocument, resolve } from '../document.ts'
import { type Comparison, inside, type Place, report } from './change.ts'
import { isSame } from './same.ts'

type Requirement = Record<string, string[]>

/**
 * Compares the ways to be let in: each of the old ones has to be one still, and what it needs may only be less. Schemes
 * are the same by what they are, whatever they are called.
 */
export function compareSecurity(
  comparison: Comparison,
  before: readonly Requirement[],
  after: readonly Requirement[],
  place: Place,
): void {
  const names = renamedSchemes(comparison)
  const old = orOpen(before).map((requirement) => rename(requirement, names))
  const fresh = orOpen(after)
  for (const way of old) {
    if (fresh.some((other) => needsNoMore(other, way))) continue
    report(comparison, 'security-tightened', place, `security: ${nameWay(way)} → ${fresh.map(nameWay).join(' or ')}`)
  }
  for (const way of fresh) {
    if (old.some((other) => needsNoMore(way, other) && needsNoMore(other, way))) continue
    if (old.some((other) => needsNoMore(other, way))) continue
    report(comparison, 'security-loosened', place, `security: ${nameWay(way)} is enough now`)
  }
  compareSchemes(comparison, orOpen(before), names, place)
}

/** Nothing that is asked for lets anybody in. */
const orOpen = (requirements: readonly Requirement[]): readonly Requirement[] =>
  requirements.length === 0 ? [{}] : requirements

/** Whether whoever has what `other` needs has what `way` needs. */
const needsNoMore = (way: Requirement, other: Requirement): boolean =>
  Object.entries(way).every(([scheme, scopes]) => {
    const had = other[scheme]
    return had !== undefined && scopes.every((scope) => had.includes(scope))
  })

function nameWay(way: Requirement): string {
  const schemes = Object.entries(way).map(([name, scopes]) =>
    scopes.length > 0 ? `${name} (${scopes.join(', ')})` : name,
  )
  return schemes.join(' and ') || 'open'
}

const rename = (requirement: Requirement, names: ReadonlyMap<string, string>): Requirement =>
  Object.fromEntries(Object.entries(requirement).map(([name, scopes]) => [names.get(name) ?? name, scopes]))

const schemesOf = (document: OpenApiDocument): Record<string, unknown> => document.components?.securitySchemes ?? {}

/** Old names of schemes that are gone under them, and are there as they were under another. */
function renamedSchemes({ old, new: fresh }: Comparison): Map<string, string> {
  const names = new Map<string, string>()
  for (const [name, scheme] of Object.entries(schemesOf(old))) {
    if (Object.hasOwn(schemesOf(fresh), name)) continue
    const meaning = meaningOf(old, scheme)
    const [found] =
      Object.entries(schemesOf(fresh)).find(([, other]) => isSame(old, meaning, fresh, meaningOf(fresh, other))) ?? []
    if (found !== undefined) names.set(name, found)
  }
  return names
}

/** A scheme without what is only a hint; names of schemes and headers are the same in any letters (RFC 9110). */
function meaningOf(document: OpenApiDocument, written: unknown): unknown {
  const scheme = resolve<unknown>(document, written)
  if (typeof scheme !== 'object' || scheme === null) return scheme
  const { bearerFormat: _, ...others } = scheme as Record<string, unknown>
  const lower = (word: string): object =>
    typeof others[word] === 'string' ? { [word]: others[word].toLowerCase() } : {}
  return { ...others, ...lower('scheme'), ...(others.in === 'header' ? lower('name') : {}) }
}

function compareSchemes(
  comparison: Comparison,
  requirements: readonly Requirement[],
  names: ReadonlyMap<string, string>,
  place: Place,
): void {
  for (const name of new Set(requirements.flatMap((requirement) => Object.keys(requirement)))) {
    const nameNow = names.get(name) ?? name
    const before = meaningOf(comparison.old, schemesOf(comparison.old)[name])
    const after = meaningOf(comparison.new, schemesOf(comparison.new)[nameNow])
    if (after === undefined || isSame(comparison.old, before, comparison.new, after)) continue
    const at = { ...inside(place, []), path: ['components', 'securitySchemes', nameNow] }
    const extended = holds(after, before)
    const message = `security scheme ${nameNow} ${extended ? 'has more flows or scopes' : 'has changed'}`
    report(comparison, extended ? 'security-scheme-extended' : 'security-scheme-changed', at, message)
  }
}

/** Whether everything of the one is in the other, which may have more; descriptions do not matter. */
function holds(more: unknown, less: unknown): boolean {
  if (typeof less !== 'object' || less === null) return more === less
  if (typeof more !== 'object' || more === null) return false
  return Object.entries(less).every(([key, value]) => {
    const other = Reflect.get(more, key)
    // What a scope is called is its key; its text is for people.
    return key === 'description' || (key === 'scopes' ? holdsKeys(other, value) : holds(other, value))
  })
}

const holdsKeys = (more: unknown, less: unknown): boolean =>
  Object.keys(less ?? {}).every((key) => typeof more === 'object' && more !== null && Object.hasOwn(more, key))
