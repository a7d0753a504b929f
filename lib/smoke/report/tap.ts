import { Readable } from 'node:stream'
import { tap } from 'node:test/reporters'
import type { JourneyResult, RunResult, StepResult } from '../result.ts'
import { explain, titleOf } from './explain.ts'
import type { Report } from './report.ts'

/** TAP 13, by Node's own reporter: it is fed with the events of a test run. Each journey is a subtest. */
export function tapReport(): Report {
  return {
    journey: () => '',
    end: async (result) => {
      const source = Readable.from(toEvents(result))
      let text = ''
      for await (const piece of tap(source as unknown as Parameters<typeof tap>[0])) text += piece
      return text
    },
  }
}

interface TapEvent {
  type: 'test:start' | 'test:pass' | 'test:fail' | 'test:plan' | 'test:diagnostic'
  data: Record<string, unknown>
}

function* toEvents({ journeys, url }: RunResult): Generator<TapEvent> {
  for (const [at, journey] of journeys.entries()) yield* journeyEvents(journey, at + 1)
  yield { type: 'test:plan', data: { nesting: 0, count: journeys.length } }
  yield { type: 'test:diagnostic', data: { nesting: 0, message: `url ${url}` } }
}

function* journeyEvents({ name, steps, ms }: JourneyResult, testNumber: number): Generator<TapEvent> {
  yield { type: 'test:start', data: { nesting: 0, name } }
  for (const [at, step] of steps.entries()) yield* stepEvents(step, at + 1)
  yield { type: 'test:plan', data: { nesting: 1, count: steps.length } }
  const failed = steps.filter(({ status }) => status === 'failed').length
  const details = { duration_ms: ms, type: 'suite', ...(failed > 0 ? { error: toError(`${failed} failed`) } : {}) }
  yield { type: failed > 0 ? 'test:fail' : 'test:pass', data: { nesting: 0, testNumber, name, details } }
}

function* stepEvents(step: StepResult, testNumber: number): Generator<TapEvent> {
  const { status, note, ms } = step
  const name = status === 'skipped' ? step.name : titleOf(step)
  yield { type: 'test:start', data: { nesting: 1, name } }
  const skip = status === 'skipped' ? { skip: note ?? true } : {}
  const error = status === 'failed' ? { error: toError(explain(step).join('\n')) } : {}
  const data = { nesting: 1, testNumber, name, details: { duration_ms: ms, ...error }, ...skip }
  yield { type: status === 'failed' ? 'test:fail' : 'test:pass', data }
}

/** As the test runner wraps what a test throws; where it was thrown here is of no use to anybody. */
function toError(message: string): Error {
  const cause = Object.assign(new Error(message), { stack: '' })
  return Object.assign(new Error(message), {
    stack: '',
    code: 'ERR_TEST_FAILURE',
    failureType: 'testCodeFailure',
    cause,
  })
}
