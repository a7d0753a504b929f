import { relative } from 'node:path'
import type { Change, ServiceDiff } from './diff-service.ts'

/** `1.2.0 → 2.0.0`, or `1.2.0` where it is the same. */
export const toVersions = ({ before, after }: ServiceDiff): string =>
  before === after ? `${before}` : `${before ?? 'new'} → ${after ?? 'gone'}`

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
export function toAdvice(service: ServiceDiff): string {
  const { service: name, before } = service
  if (service.after === undefined)
    return `${name} is gone: whoever calls it breaks. Since a release, a new major version in package.json says so.`
  const [, minor] = (before ?? '').split('.')
  const next = /^0\./.test(before ?? '') ? `0.${Number(minor) + 1}.0` : `${Number.parseInt(before ?? '0', 10) + 1}.0.0`
  return `${name} breaks its clients: raise info.version from ${before} to ${next}, or leave what there is and add the new under /${name}/v2.`
}
