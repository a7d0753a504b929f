import { Script } from 'node:vm'

/**
 * Whether code is all there, and not the beginning of something that goes on in the next line: whether it compiles in any
 * of the ways in which Node's REPL runs it. What does not is not run.
 */
export const isComplete = (code: string): boolean =>
  [code, `(\n${code}\n)`, `(async () => {\n${code}\n})`, `(async () => (\n${code}\n))`].some(compiles)

function compiles(code: string): boolean {
  try {
    return new Script(code) !== undefined
  } catch {
    return false
  }
}

/**
 * The same code, awaited where it begins with a call of the shell's own: its promise is of no use to anybody who looks.
 *
 * @example
 * awaitCalls('call.getTime()') // 'await call.getTime()'
 */
export function awaitCalls(code: string): string {
  if (!/^\s*(?:call|store|clients)\s*[.[]/.test(code) || !code.includes('(')) return code
  const awaited = `await ${code}`
  return compiles(`(async () => {\n${awaited}\n})`) ? awaited : code
}
