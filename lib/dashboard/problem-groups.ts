import { isProblemCode } from '../docs/problem-html.ts'
import { redactValue } from '../observe/redact.ts'
import { markedFor } from '../observe/sensitive-names.ts'
import { problemMediaType } from '../problem/document.ts'
import type { RecordedRequest } from './recorded.ts'

/** Answers of one operation with one problem. */
export interface ProblemGroup {
  /** The problem's code, or the status where the answer is no problem document of the kit's. */
  code: string
  title: string
  status: number
  service: string
  operation: string
  count: number
  firstAt: number
  lastAt: number
  /** The `seq` of the latest. */
  last: number
  detail: string
}

/** So many groups are kept; the one that happened longest ago goes first. */
const most = 200

export interface ProblemGroups {
  add: (request: RecordedRequest) => void
  /** The one that happened last comes first. */
  list: () => ProblemGroup[]
}

/** Counts problems by code and operation: it goes on where the requests themselves are forgotten. */
export function createProblemGroups(): ProblemGroups {
  const groups = new Map<string, ProblemGroup>()
  return {
    add(request) {
      const { status, service, operation, seq } = request
      if (status < 400) return
      const { code, title, detail } = readProblem(request)
      const key = `${code} ${service} ${operation}`
      const at = Date.now()
      const known = groups.get(key)
      groups.delete(key)
      const count = (known?.count ?? 0) + 1
      const firstAt = known?.firstAt ?? at
      groups.set(key, { code, title, status, service, operation, count, firstAt, lastAt: at, last: seq, detail })
      if (groups.size > most) groups.delete(groups.keys().next().value ?? '')
    },
    list: () => [...groups.values()].reverse(),
  }
}

/** What the answer to a request says is wrong. */
export function readProblem({ service, operation, status, answerHeaders, answer }: RecordedRequest): {
  code: string
  title: string
  detail: string
} {
  const said = answerHeaders()['content-type']?.startsWith(problemMediaType) === true ? parse(answer?.text ?? '') : {}
  const code = /\/docs\/problems\/([\w-]+)$/.exec(String(said.type ?? ''))?.[1] ?? ''
  return {
    code: isProblemCode(code) ? code : String(status),
    title: typeof said.title === 'string' ? said.title : `An answer with ${status}`,
    detail: typeof said.detail === 'string' ? String(redactValue(said.detail, markedFor(service, operation))) : '',
  }
}

function parse(text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text)) as Record<string, unknown>
  } catch {
    return {}
  }
}
