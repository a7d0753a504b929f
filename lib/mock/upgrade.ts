import { isReference, type OpenApiDocument, type SchemaObject } from '../contract/document.ts'
import { ContractError } from '../contract/fault.ts'
import { rewriteSchemas } from './rewrite-schemas.ts'

/**
 * An OpenAPI 3.0 document as OpenAPI 3.1 has it, so that everything behind it knows one dialect; a 3.1 document is
 * given back as it is.
 *
 * @param file the document's file, for the error
 * @throws {@link ContractError} for OpenAPI 2.0 (Swagger) and whatever else is neither 3.0 nor 3.1
 * @example
 * upgrade(document, 'petstore.yaml').openapi // '3.1.0'
 */
export function upgrade(document: OpenApiDocument, file: string): OpenApiDocument {
  const { openapi, swagger } = document as { openapi?: unknown; swagger?: unknown }
  const version = String(openapi ?? '')
  if (/^3\.1(\.|$)/.test(version)) return document
  if (/^3\.0(\.|$)/.test(version)) return { ...rewriteSchemas(document, upgradeSchema), openapi: '3.1.0' }
  if (swagger !== undefined) {
    throw new ContractError([
      {
        file,
        line: 1,
        message: `This is OpenAPI ${swagger} (Swagger), which is not supported.`,
        advice: 'Convert it to OpenAPI 3.0 or 3.1 first; a converter such as swagger2openapi does it.',
      },
    ])
  }
  throw new ContractError([
    { file, line: 1, message: `This is OpenAPI ${version}.`, advice: 'OpenAPI 3.0 and 3.1 are supported.' },
  ])
}

/** The keywords of OpenAPI 3.0 (section 4.7.24) that JSON Schema 2020-12 writes in another way. */
function upgradeSchema(schema: SchemaObject): SchemaObject {
  // 3.0, section 4.7.23: whatever stands beside a $ref is ignored; in 3.1 it counts.
  if (isReference(schema)) return { $ref: schema.$ref }
  const { nullable, example, exclusiveMinimum, exclusiveMaximum, ...rest } = schema
  const upgraded: SchemaObject = rest
  if (example !== undefined) upgraded.examples = [example]
  upgradeBound(upgraded, 'minimum', 'exclusiveMinimum', exclusiveMinimum)
  upgradeBound(upgraded, 'maximum', 'exclusiveMaximum', exclusiveMaximum)
  if (upgraded.format === 'byte') upgraded.contentEncoding = 'base64'
  if (upgraded.format === 'binary') {
    delete upgraded.format
    upgraded.contentMediaType = 'application/octet-stream'
  }
  return nullable === true ? allowNull(upgraded) : upgraded
}

/** `minimum: 1, exclusiveMinimum: true` → `exclusiveMinimum: 1`. */
function upgradeBound(schema: SchemaObject, bound: string, exclusive: string, value: unknown): void {
  if (typeof value === 'number') schema[exclusive] = value
  if (value !== true || schema[bound] === undefined) return
  schema[exclusive] = schema[bound]
  delete schema[bound]
}

/** By the letter, `nullable` counts only beside a `type` (3.0.3); beside a composition everybody means it all the same. */
function allowNull(schema: SchemaObject): SchemaObject {
  if (schema.type !== undefined) return { ...schema, type: [...new Set([schema.type, 'null'].flat())] }
  if (schema.allOf === undefined && schema.anyOf === undefined && schema.oneOf === undefined) return schema
  const { readOnly, writeOnly, ...value } = schema
  return {
    ...(readOnly === undefined ? {} : { readOnly }),
    ...(writeOnly === undefined ? {} : { writeOnly }),
    anyOf: [value, { type: 'null' }],
  }
}
