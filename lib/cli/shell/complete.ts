import type { Shape } from './call-shape.ts'
import { scanCall } from './scan-call.ts'

/** Says what the arguments of a function may be, the first at 0; undefined for one that is not known. */
export type DescribeArguments = (
  callee: string,
  before: readonly string[],
) => Promise<readonly Shape[] | undefined> | readonly Shape[] | undefined

/** What could stand at the end of a line, and what of it is there already: as readline takes it. */
export type Completion = [candidates: string[], partial: string]

/**
 * Completes what is inside of a call: names of parts, parameters and properties, and values of which there are few.
 *
 * @param line up to the cursor
 * @returns undefined where the line is in no call that is known
 * @example
 * await completeCall('call.getProduct({ pa', describe) // [['path: '], 'pa']
 */
export async function completeCall(line: string, describe: DescribeArguments): Promise<Completion | undefined> {
  const open = scanCall(line, (callee) => /^(?:call|store|clients)\./.test(callee))
  if (open === undefined) return undefined
  const shapes = await describe(open.callee, open.before)
  let shape = shapes?.[open.argument]
  if (shape === undefined) return undefined
  for (const key of open.keys) {
    const members: Readonly<Record<string, Shape>> = shape.members?.() ?? {}
    const next: Shape | undefined = Object.hasOwn(members, key) ? members[key] : undefined
    if (next === undefined) return [[], open.partial]
    shape = next
  }
  const candidates =
    open.expects === 'value'
      ? (shape.values ?? [])
      : Object.keys(shape.members?.() ?? {})
          .filter((name) => !open.given.includes(name))
          .map((name) => `${/^[A-Za-z_$][\w$]*$/.test(name) ? name : `'${name}'`}: `)
  return [candidates.filter((candidate) => matches(candidate, open.partial)), open.partial]
}

/** A value may be begun with any quote. */
const matches = (candidate: string, partial: string): boolean => candidate.startsWith(partial.replace(/^["`]/, "'"))

/**
 * Completes a chain of members of what a shell offers: `call.catalog.get`; and, behind `await`, the first name. Node does
 * the same by running code, and not behind `await`.
 *
 * @param names what code finds
 * @returns undefined where the line ends in something else
 */
export function completeMember(line: string, names: Readonly<Record<string, unknown>>): Completion | undefined {
  const chain = /(?:^|[^\w$.])((?:[A-Za-z_$][\w$]*\.)+)([\w$]*)$/.exec(line)
  const [root, ...path] = chain?.[1]?.split('.').slice(0, -1) ?? []
  if (chain === null || root === undefined) return completeFirst(line, names)
  if (!Object.hasOwn(names, root)) return undefined
  let owner: unknown = names[root]
  for (const name of path) owner = isOwner(owner) && Object.hasOwn(owner, name) ? Reflect.get(owner, name) : undefined
  if (!isOwner(owner)) return undefined
  const [, before = '', partial = ''] = chain
  const found = Object.keys(owner).filter((name) => name.startsWith(partial))
  return found.length === 0 ? undefined : [found.map((name) => before + name), before + partial]
}

function completeFirst(line: string, names: Readonly<Record<string, unknown>>): Completion | undefined {
  const partial = /\bawait\s+([\w$]*)$/.exec(line)?.[1]
  if (partial === undefined) return undefined
  return [Object.keys(names).filter((name) => name.startsWith(partial)), partial]
}

const isOwner = (value: unknown): value is object =>
  (typeof value === 'object' && value !== null) || typeof value === 'function'
