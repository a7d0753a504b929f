import { join } from 'node:path'
import { kitSettings } from '../config/kit.ts'
import { selectServices } from '../config/select-services.ts'
import type { EndpointHandler } from '../endpoint/exchange.ts'
import type { Operation } from '../endpoint/operation.ts'
import { type Application, type ApplicationModule, loadApplication, type ServiceModule } from '../hosts/application.ts'
import { compileInMemory } from './compile-in-memory.ts'
import type { OpenApiDocument } from './document.ts'
import { ContractError } from './fault.ts'
import { adaptForeign } from './foreign.ts'
import { loadContract } from './load.ts'
import { mockHandler } from './mock.ts'
import { type MockRoute, routeMocks } from './mock-router.ts'
import { listOperations } from './operations.ts'
import { listServices, type Project } from './project.ts'
import { readRelease } from './release.ts'
import { serverPrefix } from './server-prefix.ts'
import { upgrade } from './upgrade.ts'

/** An application that answers from contracts, and what there is to say about it. */
export interface MockApplication {
  application: Application
  documents: MockedDocument[]
  /** What of the contracts is not as it should be, and is served all the same. */
  warnings: string[]
  /** Every file that it was made of, for a watcher. */
  files: string[]
}

export interface MockedDocument {
  document: OpenApiDocument
  /** The version of OpenAPI that it was written in. */
  version: string
  /** Path prefixes of its operations, as its `servers` have them, by operationId. */
  prefixes: ReadonlyMap<string, string>
}

/**
 * Answers any OpenAPI 3.0 or 3.1 document, at the paths that its first server has and, where that is not another
 * operation's, without the server's prefix too. Security is not enforced.
 *
 * @param file absolute path
 * @throws {@link ContractError} where the document cannot be read
 */
export async function mockDocument(file: string): Promise<MockApplication> {
  const loaded = await loadContract(file, { lenient: true })
  if (loaded.document === undefined || loaded.faults.length > 0) throw new ContractError(loaded.faults)
  const { document, warnings } = adaptForeign(upgrade(loaded.document, file))
  const compiled = await compileInMemory('mock', document)
  const contract = JSON.stringify(document)
  const endpoints = compiled.operations.map((operation) => ({ operation, handler: mockHandler(operation, contract) }))
  const prefixes = new Map(listOperations(document).map((model) => [model.id, serverPrefix(document, model)]))
  const at = (prefixOf: (operation: Operation) => string): MockRoute[] =>
    endpoints.map((endpoint) => ({ ...endpoint, path: `${prefixOf(endpoint.operation)}${endpoint.operation.path}` }))
  const routes = [...at(({ id }) => prefixes.get(id) ?? ''), ...at(() => '')]
  return {
    application: { services: ['mock'], endpoints, ...routeMocks(routes) },
    documents: [{ document, version: loaded.document.openapi, prefixes }],
    warnings: [...warnings, ...compiled.warnings],
    files: loaded.files,
  }
}

/**
 * Answers the contracts of a project by mocks alone: no handler is loaded and no configuration asked for. `SERVICES`
 * picks some of them. Security is not enforced.
 *
 * @throws {@link ContractError} where a contract is not a valid document
 */
export async function mockProject(project: Project): Promise<MockApplication> {
  const names = selectServices(listServices(project), kitSettings().SERVICES)
  const loaded = await Promise.all(names.map((name) => loadContract(join(project.functions, name, 'openapi.yaml'))))
  const faults = loaded.flatMap((contract) => contract.faults)
  if (faults.length > 0) throw new ContractError(faults, project.root)
  const documents = loaded.flatMap(({ document }) => document ?? [])
  const compiled = await Promise.all(documents.map((document, at) => compileService(names[at] ?? '', document)))
  const app: ApplicationModule = {
    release: readRelease(project),
    services: compiled.map(({ module }) => ({ name: module.name, load: async () => module })),
  }
  return {
    application: await loadApplication(app, { mock: mockHandler }),
    documents: documents.map((document) => ({ document, version: document.openapi, prefixes: new Map() })),
    warnings: compiled.flatMap(({ warnings }) => warnings),
    files: loaded.flatMap(({ files }) => files),
  }
}

async function compileService(
  name: string,
  document: OpenApiDocument,
): Promise<{ module: ServiceModule; warnings: string[] }> {
  const { operations, warnings } = await compileInMemory(name, document)
  const contract = JSON.stringify(document)
  const endpoints = operations.map((operation) => ({
    operation: { ...operation, security: [] },
    handler: undefined as EndpointHandler | undefined,
  }))
  const info = { title: document.info.title, summary: document.info.summary ?? '' }
  return { module: { name, info, endpoints, loadContract: async () => contract }, warnings }
}
