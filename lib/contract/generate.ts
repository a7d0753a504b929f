import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { printApplication, printService } from './application-module.ts'
import { bundleOperations } from './bundle-operations.ts'
import { type CheckOptions, checkContract } from './check.ts'
import { printClient } from './client-module.ts'
import type { OpenApiDocument } from './document.ts'
import { ContractError, type ContractFault } from './fault.ts'
import { loadContract } from './load.ts'
import { printOperationModules } from './operation-module.ts'
import { printDeclarations } from './operation-types.ts'
import { listOperations, type OperationModel } from './operations.ts'
import { listServices, type Project } from './project.ts'
import { type Release, readName, readRelease } from './release.ts'
import { type Route, toRoutes } from './routes.ts'
import { ValidatorCompiler } from './validators.ts'

/** One service, read, checked and ready to be written. */
export interface CompiledContract {
  service: string
  document: OpenApiDocument
  operations: OperationModel[]
  files: string[]
}

export interface Generated {
  services: CompiledContract[]
  routes: Route[]
  release: Release
  /** The files whose content has changed. */
  written: string[]
}

/** What was compiled before, by service, with the texts that it came from: an unchanged contract is not compiled again. */
const cache = new Map<string, { key: string; files: Map<string, string> }>()

/**
 * Reads and checks every contract of the project and writes what is derived from them below `generated/`.
 * Files that would not change are left alone, so that watchers stay calm.
 *
 * @throws {@link ContractError} with every fault of every contract; nothing has been written then
 */
export async function generate(project: Project, options: CheckOptions = {}): Promise<Generated> {
  const services = await readContracts(project, options)
  const release = readRelease(project)
  const files = new Map<string, string>()
  for (const compiled of services) {
    for (const [file, text] of await compileService(project, compiled)) files.set(file, text)
    files.set(join(project.generated, 'services', `${compiled.service}.js`), printService(project, compiled))
  }
  const routes = services.flatMap((compiled) => toRoutes(project, compiled))
  files.set(join(project.generated, 'routes.json'), `${JSON.stringify(routes, null, 2)}\n`)
  const name = `export const name = ${JSON.stringify(readName(project))}\n`
  files.set(join(project.generated, 'release.js'), `export const release = ${JSON.stringify(release)}\n${name}`)
  files.set(join(project.generated, 'offline.js'), `export { handler } from 'twelvefold/hosts/offline'\n`)
  files.set(join(project.generated, 'app.js'), printApplication(project, services))
  return { services, routes, release, written: writeChanged(project, files) }
}

/** Reads and checks every contract; throws a {@link ContractError} with all faults. */
export async function readContracts(project: Project, options: CheckOptions = {}): Promise<CompiledContract[]> {
  const faults: ContractFault[] = []
  const compiled: CompiledContract[] = []
  for (const service of listServices(project)) {
    const loaded = await loadContract(join(project.functions, service, 'openapi.yaml'))
    faults.push(...loaded.faults)
    if (loaded.document === undefined || loaded.faults.length > 0) continue
    faults.push(...checkContract(project, service, loaded.document, options))
    compiled.push({
      service,
      document: loaded.document,
      operations: listOperations(loaded.document),
      files: loaded.files,
    })
  }
  if (faults.length > 0) throw new ContractError(faults, project.root)
  if (compiled.length === 0) {
    const file = join(project.functions, '<service>', 'openapi.yaml')
    throw new ContractError(
      [
        {
          file,
          message: 'There is no contract.',
          advice: 'Write the first one, or run this in the root of a project.',
        },
      ],
      project.root,
    )
  }
  return compiled
}

async function compileService(
  project: Project,
  { service, document, operations }: CompiledContract,
): Promise<Map<string, string>> {
  const key = JSON.stringify(document)
  const known = cache.get(`${project.root} ${service}`)
  if (known?.key === key) return known.files
  const folder = join(project.generated, 'contracts', service)
  const compiler = new ValidatorCompiler(document)
  const modules = new Map<string, string>()
  for (const operation of operations) {
    const printed = printOperationModules(document, service, operation, compiler.compile(operation))
    for (const [name, source] of printed) modules.set(name, source)
  }
  const files = await bundleOperations(
    folder,
    operations.map(({ id }) => id),
    modules,
  )
  files.set(join(folder, 'index.js'), operations.map(({ id }) => `export { ${id} } from './${id}.js'\n`).join(''))
  files.set(join(folder, 'index.d.ts'), printDeclarations(document, operations))
  const client = printClient(service, document, operations)
  files.set(join(project.generated, 'clients', `${service}.js`), client.code)
  files.set(join(project.generated, 'clients', `${service}.d.ts`), client.declarations)
  files.set(join(folder, 'openapi.js'), `export default ${JSON.stringify(JSON.stringify(document))}\n`)
  cache.set(`${project.root} ${service}`, { key, files })
  return files
}

function writeChanged(project: Project, files: Map<string, string>): string[] {
  const written: string[] = []
  for (const [file, text] of files) {
    if (existsSync(file) && readFileSync(file, 'utf8') === text) continue
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
    written.push(file)
  }
  for (const folder of ['clients', 'contracts', 'services']) removeStale(join(project.generated, folder), files)
  return written
}

/** What an earlier run wrote for services or operations that are gone would still be imported. */
function removeStale(folder: string, files: Map<string, string>): void {
  if (!existsSync(folder)) return
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const file = join(entry.parentPath, entry.name)
    if (entry.isFile() && !files.has(file)) rmSync(file)
  }
}

/** A path for an import in a generated module. */
export function importPath(from: string, to: string): string {
  const path = relative(dirname(from), to).replaceAll('\\', '/')
  return path.startsWith('.') ? path : `./${path}`
}
