import { type HeaderObject, type MediaType, type RequestBodyObject, type ResponseObject, resolve } from '../document.ts'
import type { OperationModel } from '../operations.ts'
import { changedAnnotations } from './annotations.ts'
import { type Comparison, inside, type Place, report } from './change.ts'
import { compareSchemas } from './compare-schemas.ts'
import { isSame } from './same.ts'
import { mediaTypeOf, writtenSchema } from './written-schema.ts'

/** Compares what may be sent. */
export function compareBodies(
  comparison: Comparison,
  before: RequestBodyObject | undefined,
  after: RequestBodyObject | undefined,
  operation: Place,
): void {
  const place = inside({ ...operation, direction: 'request' }, ['requestBody'], 'request body')
  if (before === undefined || after === undefined) {
    if (before !== undefined) report(comparison, 'body-removed', place, 'removed')
    else if (after?.required) report(comparison, 'body-added-required', place, 'added, required')
    else if (after !== undefined) report(comparison, 'body-added', place, 'added')
    return
  }
  const required = after.required === true
  if ((before.required === true) !== required) {
    const message = required ? 'required now' : 'no longer required'
    report(comparison, required ? 'body-required' : 'body-optional', inside(place, ['required']), message)
  }
  compareWords(comparison, before, after, place)
  compareContents(comparison, before.content, after.content, place)
}

/** Compares what may be answered. A status that only a range or `default` has is compared with that. */
export function compareResponses(
  comparison: Comparison,
  before: OperationModel['responses'],
  after: OperationModel['responses'],
  operation: Place,
): void {
  const [old, fresh] = [new Map(before), new Map(after)]
  for (const status of new Set([...old.keys(), ...fresh.keys()])) {
    const place = inside({ ...operation, direction: 'response' }, ['responses', status], `response ${status}`)
    const [was, is] = [coverOf(old, status), coverOf(fresh, status)]
    const isError = !/^[123]/.test(status)
    if (was !== undefined && is !== undefined) compareResponse(comparison, was, is, place)
    else if (was !== undefined) report(comparison, isError ? 'error-removed' : 'response-removed', place, 'removed')
    else report(comparison, isError ? 'error-added' : 'response-added', place, 'added')
  }
}

const coverOf = (responses: ReadonlyMap<string, ResponseObject>, status: string): ResponseObject | undefined =>
  responses.get(status) ?? responses.get(`${status[0]}XX`) ?? responses.get('default')

function compareResponse(comparison: Comparison, before: ResponseObject, after: ResponseObject, place: Place): void {
  if (before === after) return
  compareWords(comparison, before, after, place, ['links'])
  compareHeaders(comparison, before.headers ?? {}, after.headers ?? {}, place)
  const [old, fresh] = [before.content ?? {}, after.content ?? {}]
  compareContents(comparison, old, fresh, place)
}

function compareHeaders(
  comparison: Comparison,
  before: NonNullable<ResponseObject['headers']>,
  after: NonNullable<ResponseObject['headers']>,
  response: Place,
): void {
  const names = new Map(Object.keys(after).map((name) => [name.toLowerCase(), name]))
  for (const [name, written] of Object.entries(before)) {
    const nameNow = names.get(name.toLowerCase())
    const place = inside(response, ['headers', nameNow ?? name], ` header ${nameNow ?? name}`)
    names.delete(name.toLowerCase())
    if (nameNow === undefined) report(comparison, 'header-removed', place, 'removed')
    else {
      const old = resolve<HeaderObject>(comparison.old, written)
      const fresh = resolve<HeaderObject>(comparison.new, after[nameNow] ?? {})
      compareHeader(comparison, old, fresh, place)
    }
  }
  for (const name of names.values())
    report(comparison, 'header-added', inside(response, ['headers', name], ` header ${name}`), 'added')
}

function compareHeader(comparison: Comparison, before: HeaderObject, after: HeaderObject, place: Place): void {
  const required = after.required === true
  if ((before.required === true) !== required)
    report(
      comparison,
      required ? 'header-required' : 'header-optional',
      inside(place, ['required']),
      required ? 'always there now' : 'no longer always there',
    )
  const [old, fresh] = [before, after].map(writingOf)
  if (old !== fresh) report(comparison, 'header-written', place, `${old} → ${fresh}`)
  compareWords(comparison, before, after, place)
  compareSchemas(comparison, writtenSchema(before), writtenSchema(after), inside(place, ['schema']))
}

const writingOf = (header: HeaderObject): string => mediaTypeOf(header) ?? `explode ${header.explode === true}`

function compareContents(
  comparison: Comparison,
  before: Record<string, MediaType>,
  after: Record<string, MediaType>,
  place: Place,
): void {
  const names = new Map(Object.keys(after).map((type) => [type.toLowerCase(), type]))
  const told = new Set<string>()
  for (const [type, old] of Object.entries(before)) {
    const typeNow = names.get(type.toLowerCase()) ?? [...names.values()].find((range) => isWithin(type, range))
    const fresh = typeNow === undefined ? undefined : after[typeNow]
    if (typeNow === undefined || fresh === undefined) {
      report(comparison, 'media-type-removed', inside(place, ['content']), `${type} removed`)
      continue
    }
    if (typeNow.toLowerCase() === type.toLowerCase()) told.add(typeNow)
    compareMediaType(comparison, old, fresh, inside(place, ['content', typeNow]))
  }
  for (const type of names.values())
    if (!told.has(type)) report(comparison, 'media-type-added', inside(place, ['content', type]), `${type} added`)
}

/** Whether a range such as `image/*` has a media type in it. */
const isWithin = (type: string, range: string): boolean =>
  range === '*/*' || (range.endsWith('/*') && type.toLowerCase().startsWith(range.slice(0, -1).toLowerCase()))

function compareMediaType(comparison: Comparison, before: MediaType, after: MediaType, place: Place): void {
  compareWords(comparison, before, after, place)
  const [old, fresh] = [Reflect.get(before, 'encoding'), Reflect.get(after, 'encoding')]
  if (!isSame(comparison.old, old, comparison.new, fresh))
    report(
      comparison,
      'cannot-be-decided',
      inside(place, ['encoding']),
      'encoding has changed, which cannot be decided',
    )
  compareSchemas(comparison, before.schema ?? true, after.schema ?? true, inside(place, ['schema']))
}

function compareWords(
  comparison: Comparison,
  before: object,
  after: object,
  place: Place,
  others: string[] = [],
): void {
  const said = changedAnnotations(before, after, others)
  if (said.length > 0) report(comparison, 'content-described', inside(place, [said[0] ?? '']), said.join(', '))
}
