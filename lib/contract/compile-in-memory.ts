import { tmpdir } from 'node:os'
import { formatNames } from 'ajv-formats/dist/formats.js'
import type { Operation } from '../endpoint/operation.ts'
import { bundleOperations } from './bundle-operations.ts'
import type { OpenApiDocument, SchemaObject } from './document.ts'
import { printOperationModule } from './operation-module.ts'
import { listOperations } from './operations.ts'
import { rewriteSchemas } from './rewrite-schemas.ts'
import { ValidatorCompiler } from './validators.ts'

/** The entry that exports every operation; no operationId has a dot. */
const entry = 'all.operations'

const knownFormats = new Set<string>(formatNames)

/**
 * Compiles the operations of a document without writing a file, for hosts that serve what is not built: mocks.
 *
 * @param service what the operations say that they belong to
 * @param document OpenAPI 3.1, bundled, its operationIds identifiers
 * @returns the operations in the document's order, and what of them could not be compiled and so is not checked
 */
export async function compileInMemory(
  service: string,
  document: OpenApiDocument,
): Promise<{ operations: Operation[]; warnings: string[] }> {
  const known = rewriteSchemas(document, withoutUnknownFormat)
  const models = listOperations(known)
  const warnings: string[] = []
  const compiler = new ValidatorCompiler(known)
  const modules = new Map<string, string>()
  for (const model of models) {
    let compiled: ReturnType<ValidatorCompiler['compile']> = {
      names: { parameters: {}, body: {}, responses: {} },
      code: '',
    }
    try {
      compiled = compiler.compile(model)
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      warnings.push(`${model.method.toUpperCase()} ${model.path} is not checked: ${reason}`)
    }
    modules.set(`validators:${model.id}`, compiled.code)
    modules.set(`operation:${model.id}`, printOperationModule(known, service, model, compiled.names))
  }
  const reexports = models.map(({ id }) => `export { ${id} } from 'operation:${id}'\n`)
  modules.set(`operation:${entry}`, reexports.join(''))
  const [text = ''] = (await bundleOperations(tmpdir(), [entry], modules)).values()
  const exported = (await import(toUrl(text))) as Record<string, Operation>
  return { operations: models.flatMap(({ id }) => exported[id] ?? []), warnings }
}

/** A module that is its own address: nothing to clean up, and a changed one is not the cached one. */
const toUrl = (text: string): string => `data:text/javascript;base64,${Buffer.from(text).toString('base64')}`

/** ajv passes over a format that it does not know, but says so on the console each time. */
function withoutUnknownFormat({ format, ...schema }: SchemaObject): SchemaObject {
  return format === undefined || !knownFormats.has(format) ? schema : { ...schema, format }
}
