import { bodyTypeOf } from './describe-operation.ts'
import type { ParameterObject, Schema } from './document.ts'
import { printContents } from './operation-types.ts'
import { isIdempotencyKey, type OperationModel } from './operations.ts'
import { comment, propertyName, type TypePrinter } from './types.ts'

/**
 * The type of what is sent: `path`, `query`, `headers`, `cookies` and `body`, as far as there are such.
 *
 * @param printer of the view `sent`
 * @param parameters those that are sent; the client makes the others
 */
export function printRequest(
  operation: OperationModel,
  printer: TypePrinter,
  parameters: readonly ParameterObject[],
): string {
  const members: string[] = []
  for (const [place, part] of [
    ['path', 'path'],
    ['query', 'query'],
    ['header', 'headers'],
    ['cookie', 'cookies'],
  ] as const) {
    const inPlace = parameters.filter((parameter) => parameter.in === place)
    if (inPlace.length === 0) continue
    const needed = inPlace.some(isNeeded)
    const lines = inPlace.map((parameter) => printParameter(parameter, printer))
    members.push(`${part}${needed ? '' : '?'}: {\n${lines.join('\n')}\n}${needed ? '' : ' | undefined'}`)
  }
  const { body } = operation
  const type = body && bodyTypeOf(body.content)
  if (body !== undefined && type !== undefined) {
    const printed = printContents({ [type]: body.content[type] ?? {} }, printer)
    members.push(body.required ? `body: ${printed}` : `body?: ${printed} | undefined`)
  }
  // An empty object type would take anything.
  return members.length === 0 ? '{ [part: string]: never }' : `{\n${members.join('\n')}\n}`
}

function printParameter(parameter: ParameterObject, printer: TypePrinter): string {
  const name = parameter.in === 'header' ? parameter.name.toLowerCase() : parameter.name
  const type = printer.print(schemaOf(parameter))
  const description = parameter.description === undefined ? '' : comment({ description: parameter.description })
  return `${description}${propertyName(name)}${isNeeded(parameter) ? `: ${type}` : `?: ${type} | undefined`}`
}

const schemaOf = (parameter: ParameterObject): Schema =>
  parameter.schema ?? Object.values(parameter.content ?? {})[0]?.schema ?? true

/** A parameter with a default is optional for whoever sends it, and so is a key that the client makes. */
function isNeeded(parameter: ParameterObject): boolean {
  if (isIdempotencyKey(parameter)) return false
  const schema = schemaOf(parameter)
  return parameter.required === true && !(typeof schema === 'object' && schema.default !== undefined)
}
