import type { Json, OpenApiDocument, ParameterObject } from '../contract/document.ts'
import { exampleCall } from '../contract/example-call.ts'
import type { OperationModel } from '../contract/operations.ts'
import { sampleContent } from './sample.ts'

/**
 * A call that a mock answers, as the arguments of curl; undefined where it would take more than a line.
 *
 * @param base where the mock is, with the operation's prefix: `http://localhost:3000/v1`
 * @example
 * mockCall(document, showPetById, 'http://localhost:3000') // "'http://localhost:3000/pets/1001'"
 */
export function mockCall(document: OpenApiDocument, model: OperationModel, base: string): string | undefined {
  const { method, body } = model
  const parameters = model.parameters.map((parameter) => withExample(document, parameter))
  const path = exampleCall(document, { ...model, method: 'get', parameters })
  if (path === undefined) return undefined
  const flags = method === 'get' ? [] : ['-X', method.toUpperCase()]
  if (body?.required) {
    const [type, content] = Object.entries(body.content).find(([name]) => name === 'application/json') ?? []
    if (content === undefined) return undefined
    const sent = JSON.stringify(sampleContent(document, content, 'request'))
    flags.push('-H', `'content-type: ${type}'`, '-d', `'${sent.replaceAll("'", "'\\''")}'`)
  }
  return [...flags, `'${base}${path}'`].join(' ')
}

function withExample(document: OpenApiDocument, parameter: ParameterObject): ParameterObject & { example?: Json } {
  if (parameter.required !== true) return parameter
  const content = Object.values(parameter.content ?? {})[0] ?? parameter
  const value = sampleContent(document, content, 'request', { name: parameter.name })
  return value === undefined ? parameter : { ...parameter, example: Array.isArray(value) ? value.join(',') : value }
}
