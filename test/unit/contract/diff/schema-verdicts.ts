import { compareContracts } from '../../../../lib/contract/diff/compare-contracts.ts'
import type { OpenApiDocument, Schema } from '../../../../lib/contract/document.ts'

export type Components = Record<string, Schema>

/** A contract in which a schema goes both ways. */
export function contractOf(schema: Schema, schemas: Components = {}): OpenApiDocument {
  const content = { 'application/json': { schema } }
  return {
    openapi: '3.1.0',
    info: { title: 'Shop', version: '1.0.0' },
    paths: {
      '/shop/items': {
        post: {
          operationId: 'addItem',
          requestBody: { content },
          responses: { '200': { description: 'ok', content } },
        },
      },
    },
    components: { schemas },
  }
}

/** `rule level` of what changes, in the request and in the response. */
export function verdicts(before: OpenApiDocument, after: OpenApiDocument): { request: string[]; response: string[] } {
  const found = compareContracts(before, after)
  const of = (direction: string): string[] =>
    found.filter(({ place }) => place.direction === direction).map(({ rule, level }) => `${rule} ${level}`)
  return { request: of('request'), response: of('response') }
}

export const narrowed = (rule: string) => ({ request: [`${rule} breaking`], response: [`${rule} additive`] })
export const widened = (rule: string) => ({ request: [`${rule} additive`], response: [`${rule} breaking`] })
export const both = (verdict: string) => ({ request: [verdict], response: [verdict] })
export const undecided = both('cannot-be-decided breaking')
export const nothing = { request: [], response: [] }

export const object = (properties: Components, more: object = {}): Schema => ({ type: 'object', properties, ...more })
/** Any text. */
export const text: Schema = { type: 'string' }
