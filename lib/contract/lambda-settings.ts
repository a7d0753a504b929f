/** What `x-lambda` says of a function; what it leaves out is the kit's to say. */
export interface LambdaSettings {
  /** In MB; CPU comes with it. */
  memory?: number
  /** In seconds. */
  timeout?: number
  /** How many may run at once: so many are kept back for it, and none is above. */
  concurrency?: number
}

/** An HTTP API gives up after 30 seconds, so that a function that takes 30 is not heard any more. */
const ranges: Record<keyof LambdaSettings, readonly [least: number, most: number, unit: string]> = {
  memory: [128, 10_240, 'MB'],
  timeout: [1, 29, 'seconds'],
  concurrency: [0, 1_000, 'calls at once'],
}

const isName = (name: string): name is keyof LambdaSettings => name in ranges

/**
 * Reads `x-lambda` of an operation, or of a contract for all of its operations.
 *
 * @returns the settings; what is wrong with them, as a sentence; undefined where there are none
 * @example
 * readLambdaSettings({ memory: 1024, timeout: 10 }) // { memory: 1024, timeout: 10 }
 */
export function readLambdaSettings(written: unknown): LambdaSettings | string | undefined {
  if (written === undefined) return undefined
  if (typeof written !== 'object' || written === null || Array.isArray(written))
    return 'x-lambda is an object such as {memory: 512, timeout: 10}.'
  for (const [name, value] of Object.entries(written)) {
    if (!isName(name)) return `x-lambda has no ${name}; it knows memory, timeout and concurrency.`
    const [least, most, unit] = ranges[name]
    if (!Number.isInteger(value) || value < least || value > most)
      return `The ${name} of x-lambda is a whole number of ${unit}, ${least} to ${most}.`
  }
  return written
}

/** The settings of an operation: its own before those of its contract. Both have passed the check. */
export function lambdaSettingsOf(contract: unknown, operation: unknown): LambdaSettings {
  const [shared, own] = [readLambdaSettings(contract), readLambdaSettings(operation)]
  return { ...(typeof shared === 'object' ? shared : {}), ...(typeof own === 'object' ? own : {}) }
}
