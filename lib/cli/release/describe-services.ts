import { join } from 'node:path'
import { ContractError } from '../../contract/fault.ts'
import { loadContract } from '../../contract/load.ts'
import { listOperations } from '../../contract/operations.ts'
import { listServices, type Project } from '../../contract/project.ts'

/** What a project begins with, for its first release: `catalog 1.0.0: 12 operations`. */
export async function describeServices(project: Project): Promise<string[]> {
  return Promise.all(
    listServices(project).map(async (service) => {
      const { document, faults } = await loadContract(join(project.functions, service, 'openapi.yaml'))
      if (document === undefined || faults.length > 0) throw new ContractError(faults, project.root)
      const { length } = listOperations(document)
      return `${service} ${document.info?.version}: ${length} ${length === 1 ? 'operation' : 'operations'}`
    }),
  )
}
