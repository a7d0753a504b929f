import { join } from 'node:path'
import { kitSettings } from '../config/kit.ts'
import { selectServices } from '../config/select-services.ts'
import type { OpenApiDocument } from '../contract/document.ts'
import { ContractError, type ContractFault } from '../contract/fault.ts'
import { loadContract } from '../contract/load.ts'
import { listOperations } from '../contract/operations.ts'
import { listServices, type Project } from '../contract/project.ts'
import { readRelease } from '../contract/release.ts'
import type { Operation } from '../endpoint/operation.ts'
import { type Application, loadApplication, type ServiceModule } from '../hosts/application.ts'
import { createTooLargeAnswers } from '../hosts/too-large-answer.ts'
import { adaptForeign } from './foreign.ts'
import { mockEndpoints } from './mock-endpoints.ts'
import { type MockRoute, routeMocks } from './mock-router.ts'
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
  if (loaded.document === undefined || loaded.faults.length > 0) throw new ContractError(loaded.faults.map(explain))
  const { document, warnings } = adaptForeign(upgrade(loaded.document, file))
  const endpoints = mockEndpoints('mock', document)
  const prefixes = new Map(listOperations(document).map((model) => [model.id, serverPrefix(document, model)]))
  const at = (prefixOf: (operation: Operation) => string): MockRoute[] =>
    endpoints.map((endpoint) => ({ ...endpoint, path: `${prefixOf(endpoint.operation)}${endpoint.operation.path}` }))
  const routes = [...at(({ id }) => prefixes.get(id) ?? ''), ...at(() => '')]
  if (routes.length === 0) throw new ContractError([{ file, message: 'The document has no operation to answer.' }])
  return {
    application: preflightAll({
      services: ['mock'],
      endpoints,
      ...routeMocks(routes),
      whenBusy: (handler) => handler,
      whenTooLarge: createTooLargeAnswers(endpoints),
      recoveries: [],
      checks: [],
    }),
    documents: [{ document, version: loaded.document.openapi, prefixes }],
    warnings,
    files: loaded.files,
  }
}

/** The parser's words for a file that is something else altogether say little to its reader. */
function explain(fault: ContractFault): ContractFault {
  if (!/Unsupported specification|must be JSON object/.test(fault.message)) return fault
  const advice = 'An OpenAPI document is an object that begins with its version, such as `openapi: 3.1.0`.'
  return { ...fault, message: 'This is not an OpenAPI document.', advice }
}

/**
 * Answers the contracts of a project by mocks alone: no handler is loaded and no configuration asked for. `SERVICES`
 * picks some of them. Security is not enforced.
 *
 * @throws {@link ContractError} where a contract is not a valid document
 */
export async function mockProject(project: Project): Promise<MockApplication> {
  const names = selectServices(listServices(project), kitSettings().SERVICES)
  if (names.length === 0) throw new ContractError([noContract(project)], project.root)
  const loaded = await Promise.all(names.map((name) => loadContract(join(project.functions, name, 'openapi.yaml'))))
  const faults = loaded.flatMap((contract) => contract.faults)
  if (faults.length > 0) throw new ContractError(faults, project.root)
  const documents = loaded.flatMap(({ document }) => document ?? [])
  const modules = documents.map((document, at) => toService(names[at] ?? '', document))
  const services = modules.map((module) => ({ name: module.name, load: async () => module }))
  return {
    application: preflightAll(await loadApplication({ release: readRelease(project), services })),
    documents: documents.map((document) => ({ document, version: document.openapi, prefixes: new Map() })),
    warnings: [],
    files: loaded.flatMap(({ files }) => files),
  }
}

const noContract = ({ functions }: Project): ContractFault => ({
  file: join(functions, '<service>', 'openapi.yaml'),
  message: 'There is no contract.',
  advice: 'Name a file, as in `twelvefold mock petstore.yaml`, or run this in the root of a project.',
})

function toService(name: string, document: OpenApiDocument): ServiceModule {
  return { name, endpoints: mockEndpoints(name, document), loadContract: async () => JSON.stringify(document) }
}

/** Lets a page of another origin send whatever headers it asks for: `Prefer`, and those of the real service. */
function preflightAll(application: Application): Application {
  return {
    ...application,
    fallback: async (event, context) => {
      const result = await application.fallback(event, context)
      const asked = event.headers['access-control-request-headers']
      const name = 'access-control-allow-headers'
      if (asked !== undefined && result.headers[name] !== undefined) result.headers[name] = asked
      return result
    },
  }
}
