import { countSteps, type JourneyResult, type RunResult, type StepResult } from '../result.ts'
import { explain, titleOf } from './explain.ts'
import type { Report } from './report.ts'

/** JUnit XML, as Jenkins, GitLab and the like read it: a suite for each journey, a case for each step. */
export function junitReport(): Report {
  return {
    journey: () => '',
    end: ({ url, startedAt, ms, journeys }: RunResult) => {
      const { failed, skipped, ...others } = countSteps(journeys)
      const tests = failed + skipped + others.passed + others.warned
      const counts = { tests, failures: failed, skipped, errors: 0, time: seconds(ms) }
      const suites = journeys.map((journey) => printSuite(journey, url, startedAt)).join('')
      const head = `<testsuites${attributes({ name: 'twelvefold smoke', ...counts })}>`
      return `<?xml version="1.0" encoding="UTF-8"?>\n${head}\n${suites}</testsuites>\n`
    },
  }
}

function printSuite(journey: JourneyResult, url: string, startedAt: Date): string {
  const { name, steps, ms } = journey
  const { failed, skipped } = countSteps([journey])
  const head = attributes({
    name,
    tests: steps.length,
    failures: failed,
    skipped,
    errors: 0,
    time: seconds(ms),
    timestamp: startedAt.toISOString().slice(0, 19),
    hostname: new URL(url).host,
  })
  return `  <testsuite${head}>\n${steps.map((step) => printCase(name, step)).join('')}  </testsuite>\n`
}

function printCase(classname: string, step: StepResult): string {
  const head = `    <testcase${attributes({ classname, name: step.name, time: seconds(step.ms) })}`
  const inner = printOutcome(step)
  return inner === '' ? `${head}/>\n` : `${head}>\n      ${inner}\n    </testcase>\n`
}

function printOutcome(step: StepResult): string {
  const { status, note = '', failure } = step
  if (status === 'skipped') return `<skipped${attributes({ message: note })}/>`
  if (status === 'warned') return `<system-out>${escapeXml(`warning: ${titleOf(step)}`)}</system-out>`
  if (failure === undefined) return ''
  const message = failure.message.split('\n')[0] ?? ''
  return `<failure${attributes({ message, type: 'failure' })}>${escapeXml(explain(step).join('\n'))}</failure>`
}

const seconds = (ms: number): string => (ms / 1_000).toFixed(3)

const attributes = (values: Record<string, string | number>): string =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(String(value))}"`)
    .join('')

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** What XML 1.0 has no way to write (section 2.2) is left out: control characters, and halves of pairs. */
const escapeXml = (text: string): string =>
  text
    .toWellFormed()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/[&<>"]/g, (character) => entities[character] ?? character)
