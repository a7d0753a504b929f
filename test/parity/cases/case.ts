import type { ProblemCode } from '../../../lib/problem/table.ts'
import type { HostKind, HttpResponse } from '../hosts/host.ts'

/** What runs on a host: the services of this repository, the fixture project, and the fixture as in production. */
export type SystemName = 'services' | 'fixture' | 'production'

/** One thing that a client does, and what it gets: on every host the same. */
export interface Case {
  /** Its acceptance case: `A12`. */
  id: string
  /** A sentence. */
  name: string
  /** Which system is called; the fixture unless said. */
  on?: SystemName
  request: CaseRequest
  expect: Expected
  /** The hosts that it is for, where it is not for all; the comment beside it says why. */
  only?: readonly HostKind[]
  /** Where a host differs: the heading in docs/reference/hosts.md, and what is expected there instead. */
  differs?: Partial<Record<HostKind, { heading: string; expect: Expected }>>
}

export interface CaseRequest {
  /** `GET` unless said. */
  method?: string
  /** Path and query, as they stand in the request line. */
  path: string
  headers?: Record<string, string> | readonly (readonly [string, string])[]
  body?: string | Uint8Array
  /** A body in JSON, with its content type. */
  json?: unknown
}

/** A problem document without what the runner adds: type, title, status and the request's id. */
export interface ExpectedProblem {
  code: ProblemCode
  detail?: string
  [extension: string]: unknown
}

export interface Expected {
  status: number
  /** The content type. */
  type?: string
  /** Headers beside those that every answer has; undefined for one that this answer lacks. */
  headers?: Record<string, string | string[] | undefined>
  /** One of these at most; without any the answer has no body. */
  json?: unknown
  text?: string
  bytes?: Uint8Array
  problem?: ExpectedProblem
  /** Where the answer cannot be foretold in full: looks at the rest. Other headers may be there then. */
  check?: (response: HttpResponse) => void
  /** A line that the request has left in the log. */
  log?: { level: string; msg: string }
}

/** 200 with JSON. */
export const ok = (json: unknown): Expected => ({ status: 200, json })

/** A problem of the table, which also gives the status. */
export const refused = (status: number, problem: ExpectedProblem, headers: Expected['headers'] = {}): Expected => ({
  status,
  problem,
  headers,
})

type Place = 'path' | 'query' | 'header' | 'cookie' | 'body'

/** 400 with these faults: place, pointer, detail. */
export function faulty(...faults: [place: Place, pointer: string, detail: string][]): Expected {
  const errors = faults.map(([place, pointer, detail]) => ({ in: place, pointer, detail }))
  const detail = errors.length === 1 ? 'The request has one fault.' : `The request has ${errors.length} faults.`
  return { status: 400, problem: { code: 'validation-failed', detail, errors } }
}

/** A request with a JSON body. */
export const post = (path: string, json: unknown): CaseRequest => ({ method: 'POST', path, json })

/** A request with a body of any type, or of none that it says. */
export const send = (path: string, type: string | undefined, body: string | Uint8Array): CaseRequest => ({
  method: 'POST',
  path,
  headers: type === undefined ? {} : { 'Content-Type': type },
  body,
})
