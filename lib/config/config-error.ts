/** One thing wrong with the environment. */
export interface ConfigFault {
  /** The name of the environment variable. */
  variable: string
  /** What is wrong, to be read after the name: `must be a whole number, is "ten"`. Never holds a secret's value. */
  message: string
}

/**
 * Thrown when the environment is not as declared. It carries every fault, sorted by variable and each once; the message
 * has one line per fault.
 *
 * @example
 * try {
 *   await checkServices(loaders)
 * } catch (error) {
 *   if (!(error instanceof ConfigError)) throw error
 *   console.error(error.message)
 *   process.exit(error.exitCode)
 * }
 */
export class ConfigError extends Error {
  readonly faults: readonly ConfigFault[]
  /** `EX_CONFIG` of sysexits.h: the code to end the process with. */
  readonly exitCode = 78

  constructor(faults: readonly ConfigFault[]) {
    const byLine = new Map(faults.map((fault) => [`${fault.variable}: ${fault.message}`, fault]))
    const lines = [...byLine].sort(([a], [b]) => (a < b ? -1 : 1))
    super(lines.map(([line]) => line).join('\n'))
    this.name = 'ConfigError'
    this.faults = lines.map(([, fault]) => fault)
  }
}
