import type { JourneyResult, RunResult } from '../result.ts'

/** Makes a text of a run, piece by piece. Each piece ends with a line break, or is empty. */
export interface Report {
  journey: (result: JourneyResult) => string
  end: (result: RunResult) => string | Promise<string>
}
