import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type OpenApiDocument, resolve } from '../contract/document.ts'
import { generate } from '../contract/generate.ts'
import type { OperationModel } from '../contract/operations.ts'
import type { Project } from '../contract/project.ts'
import type { Operation } from '../endpoint/operation.ts'

/** The contract of a service as this project has it: what a deployment is measured by. */
export interface LocalContract {
  service: string
  document: OpenApiDocument
  /** In the order of the contract. */
  models: readonly OperationModel[]
  /** By id: with the compiled validators. */
  operations: ReadonlyMap<string, Operation>
}

/** Compiles and loads every contract of the project. */
export async function loadContracts(project: Project): Promise<LocalContract[]> {
  const { services } = await generate(project)
  const contracts = services.map(async ({ service, document, operations }): Promise<LocalContract> => {
    const file = join(project.generated, 'contracts', service, 'index.js')
    const compiled = (await import(pathToFileURL(file).href)) as Record<string, Operation>
    return { service, document, models: operations, operations: new Map(Object.entries(compiled)) }
  })
  return Promise.all(contracts)
}

interface OAuthScheme {
  flows?: { clientCredentials?: { tokenUrl?: string } }
}

/** Where the contracts say that a client gets tokens by its own credentials: the first one's word. */
export function findTokenUrl(contracts: readonly LocalContract[]): string | undefined {
  for (const { document } of contracts) {
    for (const written of Object.values(document.components?.securitySchemes ?? {})) {
      const { flows } = resolve<unknown>(document, written) as OAuthScheme
      if (flows?.clientCredentials?.tokenUrl !== undefined) return flows.clientCredentials.tokenUrl
    }
  }
  return undefined
}
