import { relative } from 'node:path'
import type { Change, ServiceDiff } from './diff-service.ts'
import { nextMajor } from './version.ts'

/** `1.2.0 → 2.0.0`, or `1.2.0` where it is the same. */
export function toVersions({ before, after, changes }: ServiceDiff): string {
  const rules = changes.map(({ rule }) => rule)
  const old = before ?? (rules.includes('service-added') ? 'new' : 'no version')
  const fresh = after ?? (rules.includes('service-removed') ? 'gone' : 'no version')
  return old === fresh ? old : `${old} → ${fresh}`
}

/** File and line. */
export const toPlace = ({ place }: Change, root: string): string =>
  place === undefined ? '' : `${relative(root, place.file)}:${place.line}`

/** What has changed, of many operations the first, by name: `GET /colors (listColors), query parameter limit`. */
export function toSubject({ endpoints, operations, where }: Change): string {
  const [endpoint, ...others] = endpoints
  if (endpoint === undefined) return where
  const named = `${endpoint} (${operations[0]})`
  const rest =
    others.length === 0 ? '' : ` and ${others.length === 1 ? operations[1] : `${others.length} more operations`}`
  return [`${named}${rest}`, where].filter(Boolean).join(', ')
}

/** What to do about a break that nothing announces. */
export function toAdvice({ service, before, changes }: ServiceDiff): string {
  if (changes.some(({ rule }) => rule === 'service-removed'))
    return `${service} is gone: whoever calls it breaks. Since a release, a new major version in package.json says so.`
  const next = nextMajor(before ?? '')
  const raise =
    next === undefined ? 'raise the major version in info.version' : `raise info.version from ${before} to ${next}`
  return `${service} breaks its clients: ${raise}, or leave what there is and add the new under /${service}/v2.`
}
