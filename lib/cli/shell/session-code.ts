import { Script } from 'node:vm'

/**
 * Whether code is all there, and not the beginning of something that goes on in the next line. What is not valid either
 * way is not complete: it would not run.
 */
export function isComplete(code: string): boolean {
  return [`(async () => {\n${code}\n})`, `(async () => (\n${code}\n))`].some(compiles)
}

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
export const awaitCalls = (code: string): string =>
  /^\s*(?:call|store|clients)\s*[.[][\s\S]*\(/.test(code) && !code.includes('=>') ? `await ${code}` : code
