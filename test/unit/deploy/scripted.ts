import { printStep, type Run, StepFailed } from '../../../lib/deploy/step.ts'

export interface Scripted {
  run: Run
  /** The steps so far, as lines for a shell. */
  lines: string[]
}

/** Steps that are not run: what each prints is given by its line, and an Error's message is what it prints before it fails. */
export function scripted(outputs: Record<string, string | Error> = {}): Scripted {
  const lines: string[] = []
  const run: Run = async (step) => {
    const line = printStep(step)
    lines.push(line)
    const output = outputs[line] ?? ''
    if (output instanceof Error) throw new StepFailed(step, 1, `${output.message}\nFAILED\n`)
    return output
  }
  return { run, lines }
}
