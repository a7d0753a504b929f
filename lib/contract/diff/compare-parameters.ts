import type { ParameterObject } from '../document.ts'
import type { OperationModel } from '../operations.ts'
import { changedAnnotations } from './annotations.ts'
import { type Comparison, inside, type Place, report } from './change.ts'
import { compareSchemas } from './compare-schemas.ts'
import { mediaTypeOf, writtenSchema } from './written-schema.ts'

const defaultStyles = { path: 'simple', query: 'form', header: 'simple', cookie: 'form' } as const

/** Compares parameters by place and name: path parameters by their turn, headers in any case. */
export function compareParameters(
  comparison: Comparison,
  before: OperationModel,
  after: OperationModel,
  place: Place,
): void {
  const [old, fresh] = [byKey(before), byKey(after)]
  for (const [key, parameter] of old) {
    const counterpart = fresh.get(key)
    const at = placeOf(place, counterpart ?? parameter)
    if (counterpart === undefined) report(comparison, 'parameter-removed', at, 'removed')
    else compareParameter(comparison, parameter, counterpart, at)
  }
  for (const [key, parameter] of fresh) {
    if (old.has(key)) continue
    const required = parameter.required === true
    const at = placeOf(place, parameter)
    report(
      comparison,
      required ? 'parameter-added-required' : 'parameter-added',
      at,
      required ? 'added, required' : 'added',
    )
  }
}

function byKey({ path, parameters }: OperationModel): Map<string, ParameterObject> {
  const turns = [...path.matchAll(/\{([^}]*)\}/g)].map(([, name]) => name)
  return new Map(
    parameters.map((parameter) => {
      const { in: where, name } = parameter
      const key = where === 'path' ? turns.indexOf(name) : where === 'header' ? name.toLowerCase() : name
      return [`${where} ${key}`, parameter]
    }),
  )
}

/** Parameters are a list: the finder of places looks for the one of this name. */
const placeOf = (place: Place, { in: where, name }: ParameterObject): Place =>
  inside({ ...place, direction: 'request' }, ['parameters', `${where} ${name}`], `${where} parameter ${name}`)

function compareParameter(comparison: Comparison, before: ParameterObject, after: ParameterObject, place: Place): void {
  if (before.in === 'path' && before.name !== after.name)
    report(comparison, 'path-parameter-renamed', inside(place, ['name']), `${before.name} → ${after.name}`)
  const [was, is] = [before.required === true, after.required === true]
  if (was !== is)
    report(
      comparison,
      is ? 'parameter-required' : 'parameter-optional',
      inside(place, ['required']),
      is ? 'required now' : 'no longer required',
    )
  const [old, fresh] = [writingOf(before), writingOf(after)]
  if (old !== fresh) report(comparison, 'parameter-written', place, `${old} → ${fresh}`)
  const said = changedAnnotations(before, after)
  if (said.length > 0) report(comparison, 'parameter-described', inside(place, [said[0] ?? '']), said.join(', '))
  const [deprecated, deprecatedNow] = [
    Reflect.get(before, 'deprecated') === true,
    Reflect.get(after, 'deprecated') === true,
  ]
  if (deprecated !== deprecatedNow)
    report(
      comparison,
      deprecatedNow ? 'parameter-deprecated' : 'parameter-described',
      inside(place, ['deprecated']),
      deprecatedNow ? 'deprecated' : 'no longer deprecated',
    )
  compareSchemas(comparison, writtenSchema(before), writtenSchema(after), inside(place, ['schema']))
}

function writingOf(parameter: ParameterObject): string {
  const mediaType = mediaTypeOf(parameter)
  if (mediaType !== undefined) return mediaType
  const style = parameter.style ?? defaultStyles[parameter.in]
  const allowed = ['allowReserved', 'allowEmptyValue'].filter((word) => Reflect.get(parameter, word) === true)
  return [`style ${style}`, `explode ${parameter.explode ?? style === 'form'}`, ...allowed].join(', ')
}
