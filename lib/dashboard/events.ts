import type { RequestSummary } from './describe-request.ts'
import { summarise } from './describe-request.ts'
import type { ProblemGroup } from './problem-groups.ts'
import type { Flow, RecordedLine } from './recorded.ts'
import type { Recorder } from './recorder.ts'

/** What has happened since a page has last asked. */
export interface Events {
  /** Where it is another than before, everything that the page has is of another process. */
  run: string
  /** To be asked from the next time. */
  seq: number
  requests: RequestSummary[]
  flows: Flow[]
  lines: RecordedLine[]
  /** All of them, where one has changed. */
  problems?: readonly ProblemGroup[]
}

/** At most so many of each at once: what a page shows, and no more. */
const most = { requests: 500, flows: 5_000, lines: 1_000 }

/** @param since the `seq` of the answer before; 0 for everything that is kept */
export function eventsSince(recorder: Recorder, since: number): Events {
  const after = <Item extends { seq: number }>(items: readonly Item[], limit: number): Item[] => {
    const first = items.findLastIndex(({ seq }) => seq <= since) + 1
    return items.slice(Math.max(first, items.length - limit))
  }
  // Looked for first: it may find flows that were waited for.
  const flows = after(recorder.flows(), most.flows)
  const requests = after(recorder.requests(), most.requests)
  const hasNewProblem = since === 0 || requests.some(({ status }) => status >= 400)
  return {
    run: recorder.run,
    seq: recorder.seq(),
    requests: requests.map(summarise),
    flows,
    lines: after(recorder.lines(), most.lines),
    ...(hasNewProblem ? { problems: recorder.problems() } : {}),
  }
}
