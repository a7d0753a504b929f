import { ConfigError } from '../config/config-error.ts'

/**
 * Says why a start failed, in words where the reason is known, and ends the process: with 78 where the configuration is
 * wrong (sysexits.h, EX_CONFIG), else with 1.
 */
export function endStart(error: unknown): never {
  if (error instanceof ConfigError) {
    process.stderr.write(`The configuration is wrong:\n${error.message}\n`)
    process.exit(error.exitCode)
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  process.stderr.write(`${describePortError(error) ?? stack}\n`)
  process.exit(1)
}

/** What is wrong with PORT, where that is why a server could not listen. */
export function describePortError(error: unknown): string | undefined {
  const { code, port } = error as NodeJS.ErrnoException & { port?: number }
  if (code === 'EADDRINUSE') return `The port ${port} is taken. Set PORT to another one.`
  if (code === 'EACCES') return `The port ${port} needs rights that this user lacks. Set PORT to another one.`
  return undefined
}
