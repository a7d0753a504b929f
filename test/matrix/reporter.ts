/**
 * Tells the matrix what a run of tests comes to, as lines of JSON. It runs on the version that is tried, whose own
 * reporters may differ.
 */
import type { EventData } from 'node:test'
import type { TestEvent } from 'node:test/reporters'

type TestFail = EventData.TestFail
type TestPass = EventData.TestPass

export interface ReportedTest {
  outcome: 'passed' | 'failed' | 'skipped'
  name: string
  /** Where the test is, or its whole file. */
  place: string
  error?: string
}

export default async function* report(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const event of events) {
    const reported = toReported(event)
    if (reported !== undefined) yield `${JSON.stringify(reported)}\n`
  }
}

function toReported({ type, data }: TestEvent): ReportedTest | undefined {
  if (type === 'test:fail') return toFailed(data)
  // A suite passes by what is in it.
  if (type !== 'test:pass' || data.details.type === 'suite') return undefined
  const outcome = data.skip === undefined && data.todo === undefined ? 'passed' : 'skipped'
  return { outcome, name: data.name, place: placeOf(data) }
}

function toFailed(data: TestFail): ReportedTest | undefined {
  const error = data.details.error as Error & { failureType?: string }
  // What fails only for what is in it has been told already.
  if (error.failureType === 'subtestsFailed') return undefined
  const { cause = error } = error
  return {
    outcome: 'failed',
    name: data.name,
    place: placeOf(data),
    error: String(cause instanceof Error ? cause.stack : cause),
  }
}

const placeOf = ({ name, file = name, line }: TestFail | TestPass): string =>
  line === undefined ? file : `${file}:${line}`
