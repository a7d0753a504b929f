import { redacted } from '../observe/redact.ts'

/**
 * A path and a query that were edited where secrets do not show, with the secrets in their places again.
 *
 * @param edited what the page has sent
 * @param original as it came
 * @example
 * restoreTarget('/items?token=[redacted]&page=2', '/items?token=x7&page=1') // '/items?token=x7&page=2'
 */
export function restoreTarget(edited: string, original: string): string {
  const [path = '', query] = split(edited)
  const [oldPath = '', oldQuery = ''] = split(original)
  const segments = oldPath.split('/')
  const restored = path
    .split('/')
    .map((segment, at) => (segment === redacted ? (segments[at] ?? segment) : segment))
    .join('/')
  if (query === undefined) return restored
  const pairs = Map.groupBy(oldQuery.split('&'), nameOf)
  const kept = query
    .split('&')
    .map((pair) => (pair.includes(redacted) ? (pairs.get(nameOf(pair))?.shift() ?? pair) : pair))
  return `${restored}?${kept.join('&')}`
}

function split(target: string): [string, string?] {
  const at = target.indexOf('?')
  return at < 0 ? [target] : [target.slice(0, at), target.slice(at + 1)]
}

const nameOf = (pair: string): string => pair.split('=', 1)[0] ?? ''

/** The same for a body: where JSON says that a member is hidden, it is the one that stood at this place. */
export function restoreBody(edited: string, original: string): string {
  if (!edited.includes(redacted)) return edited
  try {
    return JSON.stringify(restoreValue(JSON.parse(edited), JSON.parse(original)))
  } catch {
    return edited
  }
}

function restoreValue(edited: unknown, original: unknown): unknown {
  if (edited === redacted) return original ?? edited
  if (Array.isArray(edited))
    return edited.map((item, at) => restoreValue(item, Array.isArray(original) ? original[at] : undefined))
  if (typeof edited !== 'object' || edited === null) return edited
  const old = new Map(typeof original === 'object' && original !== null ? Object.entries(original) : [])
  return Object.fromEntries(Object.entries(edited).map(([name, value]) => [name, restoreValue(value, old.get(name))]))
}
