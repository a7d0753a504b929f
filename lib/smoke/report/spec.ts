import type { styleText } from 'node:util'
import { countSteps, type JourneyResult, type RunResult, type StepResult, type StepStatus } from '../result.ts'
import { explain } from './explain.ts'
import type { Report } from './report.ts'

type Paint = (format: Parameters<typeof styleText>[0], text: string) => string

const marks: Record<StepStatus, { mark: string; format: Parameters<typeof styleText>[0] }> = {
  passed: { mark: '✔', format: 'green' },
  warned: { mark: '!', format: 'yellow' },
  failed: { mark: '✖', format: ['bold', 'red'] },
  skipped: { mark: '-', format: 'gray' },
}

/** From here on a step was slow enough to say how long it took, in ms. */
const slowMs = 100

/** For people: each journey with its steps, failures with all that helps to find out why. */
export function specReport(paint: Paint): Report {
  const printStep = (step: StepResult): string => {
    const { name, note, status, ms } = step
    const { mark, format } = marks[status]
    const time = ms >= slowMs ? paint('dim', ` ${formatTime(ms)}`) : ''
    const said = note === undefined ? '' : paint(status === 'warned' ? 'yellow' : 'dim', `: ${note}`)
    const shown = status === 'skipped' ? paint('dim', name) : name
    const lines = [`  ${paint(format, mark)} ${shown}${said}${time}`]
    for (const [at, line] of explain(step).entries()) lines.push(`      ${at === 0 ? paint('red', line) : line}`)
    return lines.join('\n')
  }
  return {
    journey: ({ name, steps, ms }: JourneyResult) => {
      const time = ms > 0 ? paint('dim', ` ${formatTime(ms)}`) : ''
      return `${paint('bold', name)}${time}\n${steps.map(printStep).join('\n')}\n\n`
    },
    end({ journeys, ms }: RunResult) {
      const counts = countSteps(journeys)
      const shown = (Object.keys(marks) as StepStatus[])
        .filter((status) => counts[status] > 0)
        .map((status) => paint(marks[status].format, `${counts[status]} ${status}`))
      return `${shown.join(', ')} in ${formatTime(ms)}\n`
    },
  }
}

const formatTime = (ms: number): string => (ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`)
