/** How many faults one validator remembers; it goes on counting, but a client is not helped by more. */
const mostErrors = 1000

/**
 * Bounds what finding every fault can cost. ajv's own code keeps every error and joins lists by copying them, which is
 * quadratic in a body made of wrong items; here an error beyond the bound is counted and forgotten.
 */
export function boundErrors(code: string): string {
  const rewritten = code
    .replace(
      /vErrors = vErrors === null \? ([\w.]+) : vErrors\.concat\(\1\);\s*errors = vErrors\.length;/g,
      'vErrors = joinErrors(vErrors, $1);errors += $1.length;',
    )
    .replace(/vErrors\.push\((\w+)\);/g, 'pushError(vErrors, $1);')
  const unbounded = /vErrors\.(?:concat|push)\b/.exec(rewritten)
  if (unbounded !== null) throw new Error('ajv generates code that the bound of errors does not know; see boundErrors')
  return `${rewritten}
function pushError(errors, error) { if (errors.length < ${mostErrors}) errors.push(error) }
function joinErrors(errors, more) {
  if (errors === null) return more.slice()
  for (const error of more) pushError(errors, error)
  return errors
}
`
}

/** Leaves out of each error where its keyword stands in the schema: nobody reads it, and it is a sixth of the code. */
export const trimErrors = (code: string): string =>
  code.replace(/,schemaPath:(?:"(?:[^"\\]|\\.)*"|[\w.]+\+"(?:[^"\\]|\\.)*")/g, '')
