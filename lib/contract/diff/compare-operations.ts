import { readDate } from '../deprecation.ts'
import { type OpenApiDocument, type PathItem, resolve } from '../document.ts'
import type { OperationModel } from '../operations.ts'
import { readRateLimit } from '../rate-limit.ts'
import { changedAnnotations } from './annotations.ts'
import { type Comparison, inside, type Place, report, say } from './change.ts'
import { compareBodies, compareResponses } from './compare-contents.ts'
import { compareParameters } from './compare-parameters.ts'
import { compareSecurity } from './compare-security.ts'
import { compareServers } from './compare-servers.ts'
import { placeOf } from './operation-place.ts'
import type { RuleId } from './rules.ts'
import { isSame } from './same.ts'

/** Extensions of the kit's that change what clients get; each is compared by its own rule. */
const own = [
  'x-deprecated-since',
  'x-sunset',
  'x-rate-limit',
  'x-undeclared-query',
  'x-cors',
  'x-idempotent',
  'x-smoke',
  'x-sensitive',
]

/** Compares two versions of one operation. */
export function compareOperations(comparison: Comparison, before: OperationModel, after: OperationModel): void {
  const place = placeOf(after)
  const [old, fresh] = [before.source, after.source]
  if (before.id !== after.id)
    report(comparison, 'operation-renamed', inside(place, ['operationId']), `operationId: ${before.id} → ${after.id}`)
  const said = changedAnnotations(old, fresh, ['tags']).filter((key) => !own.includes(key))
  if (said.length > 0) report(comparison, 'operation-described', inside(place, [said[0] ?? '']), said.join(', '))
  compareDeprecations(comparison, before, after, place)
  compareRateLimits(comparison, old['x-rate-limit'], fresh['x-rate-limit'], inside(place, ['x-rate-limit']))
  compareSwitch(comparison, before, after, place, [
    'x-undeclared-query',
    'allow',
    'undeclared-query-taken',
    'undeclared-query-refused',
  ])
  compareSwitch(comparison, before, after, place, ['x-cors', false, 'cross-origin-refused', 'cross-origin-allowed'])
  compareSwitch(comparison, before, after, place, [
    'x-idempotent',
    true,
    'idempotence-promised',
    'idempotence-withdrawn',
  ])
  compareSecurity(comparison, before.security, after.security, inside(place, ['security']))
  compareParameters(comparison, before, after, place)
  compareBodies(comparison, before.body, after.body, place)
  compareResponses(comparison, before.responses, after.responses, place)
  const [servers, serversNow] = [serversOf(comparison.old, before), serversOf(comparison.new, after)]
  if (servers !== undefined || serversNow !== undefined)
    compareServers(comparison, servers, serversNow, inside(place, ['servers']))
  if (!isSame(comparison.old, Reflect.get(old, 'callbacks'), comparison.new, Reflect.get(fresh, 'callbacks')))
    report(
      comparison,
      'cannot-be-decided',
      inside(place, ['callbacks']),
      'callbacks have changed, which cannot be decided',
    )
}

/** Its own, else those of its path. */
const serversOf = (document: OpenApiDocument, { source, path }: OperationModel): unknown =>
  Reflect.get(source, 'servers') ?? resolve<PathItem>(document, document.paths?.[path] ?? {}).servers

/** An extension that is there or not. */
function compareSwitch(
  comparison: Comparison,
  before: OperationModel,
  after: OperationModel,
  place: Place,
  [word, value, added, removed]: [word: `x-${string}`, value: unknown, added: RuleId, removed: RuleId],
): void {
  const [was, is] = [before.source[word] === value, after.source[word] === value]
  if (was === is) return
  report(comparison, is ? added : removed, inside(place, [word]), `${word}: ${value} ${is ? 'added' : 'removed'}`)
}

function compareDeprecations(
  comparison: Comparison,
  before: OperationModel,
  after: OperationModel,
  place: Place,
): void {
  const [was, is] = [before.source.deprecated === true, after.source.deprecated === true]
  const [old, fresh] = [before.source['x-sunset'], after.source['x-sunset']]
  const at = inside(place, ['x-sunset'])
  if (!was && is) {
    const until = fresh === undefined ? '' : `, until ${fresh}`
    report(comparison, 'operation-deprecated', inside(place, ['deprecated']), `deprecated${until}`)
    return
  }
  if (was && !is) {
    report(comparison, 'operation-restored', place, 'no longer deprecated')
    return
  }
  if (!is || old === fresh) return
  const message = `x-sunset: ${old ?? 'none'} → ${fresh ?? 'none'}`
  const [promised, promisedNow] = [readDate(old), readDate(fresh)]
  if (promised === undefined) report(comparison, 'operation-deprecated', at, message)
  else if (promisedNow !== undefined && promisedNow < promised) report(comparison, 'sunset-earlier', at, message)
  else report(comparison, 'sunset-later', at, message)
}

function compareRateLimits(comparison: Comparison, before: unknown, after: unknown, place: Place): void {
  if (isSame(comparison.old, before, comparison.new, after)) return
  const [old, fresh] = [readRateLimit(before), readRateLimit(after)]
  const message = `x-rate-limit: ${say(before)} → ${say(after)}`
  if (fresh === undefined) {
    report(comparison, 'rate-limit-raised', place, message)
    return
  }
  if (typeof fresh !== 'object' || typeof old !== 'object') {
    report(comparison, 'rate-limit-lowered', place, message)
    return
  }
  const rate = fresh.rate / fresh.seconds - old.rate / old.seconds
  const burst = fresh.burst - old.burst
  // Counted for everybody together before, and for each by itself now: nobody has less.
  const shared = fresh.per !== old.per && old.per !== 'operation'
  if (shared || rate < 0 || burst < 0) report(comparison, 'rate-limit-lowered', place, message)
  else if (rate > 0 || burst > 0 || fresh.per !== old.per) report(comparison, 'rate-limit-raised', place, message)
}
