import type { SchemaObject } from '../document.ts'
import { type Comparison, inside, type Place, report, say } from './change.ts'

/** Limits that are looser the lower they are, each with what it is where it is not written. */
const lower = { minLength: 0, minItems: 0, minProperties: 0 } as const
const upper = ['maxLength', 'maxItems', 'maxProperties'] as const

/** Compares how long, how large and how many. */
export function compareLimits(comparison: Comparison, before: SchemaObject, after: SchemaObject, place: Place): void {
  const tell = (keyword: string, old: number, fresh: number, loosensUpwards: boolean): void => {
    if (old === fresh) return
    const loosened = loosensUpwards ? fresh > old : fresh < old
    const message = `${keyword}: ${toText(old)} → ${toText(fresh)}`
    report(comparison, loosened ? 'limit-loosened' : 'limit-tightened', inside(place, [keyword]), message)
  }
  for (const [keyword, missing] of Object.entries(lower))
    tell(keyword, toNumber(before[keyword], missing), toNumber(after[keyword], missing), false)
  for (const keyword of upper)
    tell(keyword, toNumber(before[keyword], Infinity), toNumber(after[keyword], Infinity), true)
  compareBounds(comparison, before, after, place)
  compareMultiples(comparison, before.multipleOf, after.multipleOf, inside(place, ['multipleOf']))
  if ((before.uniqueItems === true) !== (after.uniqueItems === true)) {
    const rule = after.uniqueItems === true ? 'limit-tightened' : 'limit-loosened'
    const message = `uniqueItems: ${before.uniqueItems === true} → ${after.uniqueItems === true}`
    report(comparison, rule, inside(place, ['uniqueItems']), message)
  }
}

/** The first number that is valid, or just not valid, from above and from below. */
function compareBounds(comparison: Comparison, before: SchemaObject, after: SchemaObject, place: Place): void {
  for (const [keyword, exclusive, sign] of [
    ['minimum', 'exclusiveMinimum', 1],
    ['maximum', 'exclusiveMaximum', -1],
  ] as const) {
    const [old, fresh] = [before, after].map((schema) => boundOf(schema, keyword, exclusive, sign))
    if (old === undefined || fresh === undefined) continue
    const difference = fresh.value === old.value ? fresh.open - old.open : (fresh.value - old.value) * sign
    if (difference === 0 || Number.isNaN(difference)) continue
    const key = after[exclusive] === undefined || before[exclusive] === after[exclusive] ? keyword : exclusive
    const rule = difference > 0 ? 'limit-tightened' : 'limit-loosened'
    report(comparison, rule, inside(place, [key]), `${keyword}: ${nameBound(old)} → ${nameBound(fresh)}`)
  }
}

interface Bound {
  value: number
  /** 1 where the value itself is not valid. */
  open: 0 | 1
}

function boundOf(schema: SchemaObject, keyword: string, exclusive: string, sign: 1 | -1): Bound {
  const none = -Infinity * sign
  const closed: Bound = { value: toNumber(schema[keyword], none), open: 0 }
  const open: Bound = { value: toNumber(schema[exclusive], none), open: 1 }
  // Of whole numbers, the next one is the first that is valid.
  if (schema.type === 'integer' && Number.isInteger(open.value))
    Object.assign(open, { value: open.value + sign, open: 0 })
  if (open.value === none) return closed
  return (open.value - closed.value) * sign >= 0 ? open : closed
}

const nameBound = ({ value, open }: Bound): string => `${toText(value)}${open === 1 ? ' (exclusive)' : ''}`

function compareMultiples(comparison: Comparison, before: unknown, after: unknown, place: Place): void {
  if (before === after) return
  const message = `multipleOf: ${say(before)} → ${say(after)}`
  const isMultiple = (one: unknown, other: unknown): boolean =>
    Number.isInteger(one) && Number.isInteger(other) && Number(one) % Number(other) === 0
  if (before === undefined || isMultiple(after, before)) report(comparison, 'limit-tightened', place, message)
  else if (after === undefined || isMultiple(before, after)) report(comparison, 'limit-loosened', place, message)
  else report(comparison, 'cannot-be-decided', place, message)
}

const toNumber = (value: unknown, missing: number): number => (typeof value === 'number' ? value : missing)

const toText = (value: number): string => (Number.isFinite(value) ? String(value) : 'none')
