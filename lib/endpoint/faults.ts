import { isTooLargeInteger } from './decode-scalar.ts'
import type { Fault, Place, SchemaError } from './operation.ts'

/** Escapes a key for a JSON Pointer (RFC 6901, section 3). */
const escapePointer = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1')

/**
 * Turns the errors of a generated validator into faults that a client can act on. A missing or an unexpected property
 * is named by its own pointer, not by its parent's.
 *
 * @param data what was validated: only to say why a text could not be read as a number
 */
export function toFaults(place: Place, errors: readonly SchemaError[] | null | undefined, data: unknown): Fault[] {
  const faults: Fault[] = []
  const seen = new Set<string>()
  // The list may have holes, where ajv has taken back what a branch found: forEach passes over them.
  errors?.forEach((error) => {
    const fault = toFault(place, error, data)
    if (fault === undefined) return
    const key = `${fault.pointer} ${fault.detail}`
    if (!seen.has(key)) faults.push(fault)
    seen.add(key)
  })
  return faults
}

function toFault(place: Place, { keyword, instancePath, params }: SchemaError, data: unknown): Fault | undefined {
  const at = (key: unknown, detail: string): Fault => ({
    in: place,
    pointer: `${instancePath}/${escapePointer(String(key))}`,
    detail,
  })
  const here = (detail: string): Fault => ({ in: place, pointer: instancePath, detail })
  switch (keyword) {
    case 'required':
    case 'dependentRequired':
      return at(params.missingProperty, 'is required')
    case 'additionalProperties':
      return at(params.additionalProperty, 'is not allowed')
    case 'unevaluatedProperties':
      return at(params.unevaluatedProperty, 'is not allowed')
    case 'propertyNames':
      return at(params.propertyName, 'has a name that is not allowed')
    case 'enum':
      return here(
        `must be one of ${(params.allowedValues as unknown[]).map((value) => JSON.stringify(value)).join(', ')}`,
      )
    case 'const':
      return here(`must be ${JSON.stringify(params.allowedValue)}`)
    case 'false schema':
      return here('must be left out')
    // A branch of if/then/else reports its own faults as well.
    case 'if':
      return undefined
    case 'type':
      if (place !== 'body' && isTooLargeInteger(valueAt(data, instancePath))) {
        return here(`must be an integer between ${Number.MIN_SAFE_INTEGER} and ${Number.MAX_SAFE_INTEGER}`)
      }
      return here(`must be ${String(params.type).replaceAll(',', ' or ')}`)
    default:
      return here(describe(keyword, params))
  }
}

/** What a value has to be, for the keywords whose faults need nothing but their own parameters. */
function describe(keyword: string, params: Record<string, unknown>): string {
  const { limit } = params
  const least = (what: string): string => `must have at least ${limit} ${what}${limit === 1 ? '' : 's'}`
  const most = (what: string): string => `must have at most ${limit} ${what}${limit === 1 ? '' : 's'}`
  switch (keyword) {
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return `must be ${params.comparison} ${limit}`
    case 'multipleOf':
      return `must be a multiple of ${params.multipleOf}`
    case 'minLength':
      return least('character')
    case 'maxLength':
      return most('character')
    case 'pattern':
      return `must match ${params.pattern}`
    case 'format':
      return `must be a valid ${params.format}`
    case 'minItems':
      return least('item')
    case 'maxItems':
      return most('item')
    case 'uniqueItems':
      return `must not have the same item twice (${params.j} and ${params.i})`
    case 'contains':
      return 'must contain an item that it does not have'
    case 'minProperties':
      return least('member')
    case 'maxProperties':
      return most('member')
    case 'oneOf':
      return 'must match exactly one of the alternatives'
    case 'anyOf':
      return 'must match one of the alternatives'
    case 'not':
      return 'must not match what it matches'
    default:
      return `breaks the rule ${keyword}`
  }
}

function valueAt(data: unknown, pointer: string): unknown {
  let value = data
  for (const key of pointer.split('/').slice(1)) {
    if (typeof value !== 'object' || value === null) return undefined
    value = Reflect.get(value, key.replaceAll('~1', '/').replaceAll('~0', '~'))
  }
  return value
}
