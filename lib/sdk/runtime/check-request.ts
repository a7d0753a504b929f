import type { RequestParts } from '../../client/write-parts.ts'
import type { DescribedOperation } from './described.ts'

const known = ['path', 'query', 'headers', 'cookies', 'body']
const places = { query: 'query', headers: 'header', cookies: 'cookie' } as const

/**
 * Checks that all of a request is sent: a name that is misspelt would be left out, and nobody would know.
 *
 * @throws TypeError that says which part or name the operation does not have
 */
export function checkRequest(id: string, operation: DescribedOperation, request: RequestParts): void {
  for (const part of Object.keys(request))
    if (!known.includes(part)) throw new TypeError(`${id} has no part "${part}"; there are ${known.join(', ')}.`)
  if (request.body !== undefined && operation.body === undefined) throw new TypeError(`${id} has no body.`)
  // What is not in the path is not missed there: objects that have more than the path needs can be given as they are.
  for (const part of ['query', 'headers', 'cookies'] as const) {
    const names = operation.parameters.filter((one) => one.in === places[part]).map(({ name }) => name)
    for (const [name, value] of Object.entries(request[part] ?? {})) {
      if (value === undefined || names.includes(name)) continue
      const there = names.length === 0 ? '' : `; there are ${names.join(', ')}`
      throw new TypeError(`${id} has nothing called "${name}" in ${part}${there}.`)
    }
  }
}
