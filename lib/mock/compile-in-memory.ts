import { tmpdir } from 'node:os'
import { formatNames } from 'ajv-formats/dist/formats.js'
import { bundleOperations } from '../contract/bundle-operations.ts'
import type { OpenApiDocument, SchemaObject } from '../contract/document.ts'
import { printOperationModules } from '../contract/operation-module.ts'
import { listOperations, type OperationModel } from '../contract/operations.ts'
import { type CompiledValidators, ValidatorCompiler } from '../contract/validators.ts'
import type { Operation } from '../endpoint/operation.ts'
import { rewriteSchemas } from './rewrite-schemas.ts'

const knownFormats = new Set<string>(formatNames)

/** An operation that was compiled, and why its requests and responses are not checked, if they are not. */
export interface CompiledInMemory {
  operation: Operation
  warning: string | undefined
}

/**
 * Compiles operations without writing a file, each when it is asked for: a document of others may have a thousand, of
 * which a client calls three.
 *
 * @param service what the operations say that they belong to
 * @param document OpenAPI 3.1, bundled; its operationIds are identifiers
 * @returns a function that compiles the operation of an id
 */
export function compileInMemory(service: string, document: OpenApiDocument): (id: string) => Promise<CompiledInMemory> {
  const known = rewriteSchemas(document, withoutUnknownFormat)
  const models = new Map(listOperations(known).map((model) => [model.id, model]))
  const compiler = new ValidatorCompiler(known)
  return async (id) => {
    const model = models.get(id)
    if (model === undefined) throw new Error(`The document has no operation ${id}.`)
    const { validators, warning } = compile(compiler, model)
    const modules = new Map(printOperationModules(known, service, model, validators))
    const [text = ''] = (await bundleOperations(tmpdir(), [id], modules)).values()
    const exported = (await import(toUrl(text))) as Record<string, Operation>
    const operation = exported[id]
    if (operation === undefined) throw new Error(`The module of ${id} does not export it.`)
    return { operation, warning }
  }
}

/** What ajv refuses, such as a type that JSON Schema does not have, is answered without being checked. */
function compile(
  compiler: ValidatorCompiler,
  model: OperationModel,
): { validators: CompiledValidators; warning: string | undefined } {
  try {
    return { validators: compiler.compile(model), warning: undefined }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const warning = `${model.method.toUpperCase()} ${model.path} is not checked: ${reason}`
    const nothing = { names: { parameters: {}, body: {}, responses: {} }, code: { request: '', response: '' } }
    return { validators: nothing, warning }
  }
}

/** A module that is its own address: nothing to clean up, and a changed one is not the cached one. */
const toUrl = (text: string): string => `data:text/javascript;base64,${Buffer.from(text).toString('base64')}`

/** ajv passes over a format that it does not know, but says so on the console each time. */
function withoutUnknownFormat({ format, ...schema }: SchemaObject): SchemaObject {
  return format === undefined || !knownFormats.has(format) ? schema : { ...schema, format }
}
