/** One program that is run on the way to a platform. */
export interface Step {
  /** What is run: a name that is looked for in PATH, or a file. */
  program: string
  args: readonly string[]
  /** How somebody would type it, where that is not the program and its arguments. */
  typed?: readonly string[]
  /** Beside the environment that there is. Whatever is secret stays out of it: it is printed. */
  env?: Readonly<Record<string, string>>
  /** What it prints is for us to read, and it may fail; `aloud` shows it as well. */
  looks?: 'quiet' | 'aloud'
}

/**
 * Runs a step.
 *
 * @returns what it has printed; undefined where nothing is run, and only said what would be
 * @throws CommandError where it fails or cannot be found; StepFailed where it `looks` and fails
 */
export type Run = (step: Step) => Promise<string | undefined>

/** A step that only looks has failed: whoever asked knows what that means. */
export class StepFailed extends Error {
  readonly output: string

  constructor(step: Step, code: number | null, output: string) {
    super(`${typedOf(step).join(' ')} failed with ${code}:\n${output.trim()}`)
    this.name = 'StepFailed'
    this.output = output
  }
}

/** The words that somebody would type. */
export const typedOf = ({ program, args, typed }: Step): readonly string[] => typed ?? [program, ...args]

/**
 * A step as a line for a shell.
 *
 * @example
 * printStep({ program: 'cf', args: ['push', 'the shop'], env: { ENV: 'staging' } }) // ENV=staging cf push 'the shop'
 */
export function printStep(step: Step): string {
  const variables = Object.entries(step.env ?? {}).map(([name, value]) => `${name}=${quote(value)}`)
  return [...variables, ...typedOf(step).map(quote)].join(' ')
}

const quote = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`
