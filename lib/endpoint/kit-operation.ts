import type { Operation, ResponseSpec } from './operation.ts'

/**
 * An operation of the kit itself, which stands in no contract: a public GET.
 *
 * @param path with parameters as segments: `/docs/problems/{code}`
 * @param types the media types of its 200
 */
export function kitOperation(service: string, id: string, path: string, types: readonly string[]): Operation {
  const content: ResponseSpec['content'] = {}
  for (const type of types)
    content[type] = { kind: type.endsWith('json') ? 'json' : type.startsWith('text/') ? 'text' : 'binary' }
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  return {
    id,
    service,
    method: 'GET',
    path,
    parameters: names.map((name) => ({
      name,
      in: 'path',
      required: true,
      style: 'simple',
      explode: false,
      shape: 'scalar',
      types: ['string'],
    })),
    validators: {},
    strictQuery: false,
    responses: { 200: { content }, 404: { content: {} } },
    success: 200,
    security: [],
  }
}
