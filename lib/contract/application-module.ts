import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type DescribeService, findCalls } from './called-services.ts'
import { describeOperations } from './client-module.ts'
import { type CompiledContract, importPath } from './generate.ts'
import { handlerFileName } from './operations.ts'
import { declaresCollections, hasRecovery, limitsRates, type Project, takesTokens } from './project.ts'

/** The module of one service: its compiled operations, each beside its handler. Shape: `Service` in `hosts/application.ts`. */
export function printService(project: Project, { service, operations }: CompiledContract): string {
  const here = join(project.generated, 'services', `${service}.js`)
  const imports: string[] = []
  const endpoints: string[] = []
  for (const { id } of operations) {
    const file = join(project.functions, service, `${handlerFileName(id)}.ts`)
    const hasHandler = existsSync(file)
    imports.push(
      `import { ${id} } from '${importPath(here, join(project.generated, 'contracts', service, `${id}.js`))}'`,
    )
    if (hasHandler) imports.push(`import { handler as ${id}Handler } from '${importPath(here, file)}'`)
    endpoints.push(`  { operation: ${id}, handler: ${hasHandler ? `${id}Handler` : 'undefined'} },`)
  }
  return `${imports.join('\n')}

export const name = '${service}'
export const endpoints = [
${endpoints.join('\n')}
]
export const loadContract = () => import('../contracts/${service}/openapi.js').then((module) => module.default)
`
}

/** The module of the whole project: how to load each service, so that a process loads only those that it runs. */
export function printApplication(project: Project, services: CompiledContract[]): string {
  const here = join(project.generated, 'app.js')
  const describe = describeContracts(services)
  const entries = services.map(({ service }) => {
    const folder = join(project.functions, service)
    const load = (file: string): string => `() => import('${importPath(here, join(folder, file))}')`
    const fields = [`name: '${service}'`, `load: () => import('./services/${service}.js')`]
    if (existsSync(join(folder, 'config.ts'))) fields.push(`loadConfig: ${load('config.ts')}`)
    if (existsSync(join(folder, 'demo.ts'))) fields.push(`loadDemo: ${load('demo.ts')}`)
    if (hasRecovery(project, service)) fields.push(`loadRecover: ${load('recover.ts')}`)
    if (declaresCollections(project, service)) fields.push('usesStore: true')
    if (takesTokens(project, service)) fields.push('takesTokens: true')
    if (limitsRates(project, service)) fields.push('limitsRates: true')
    const calls = findCalls(project, service, describe)
    if (calls.services.length > 0) fields.push(`calls: ${JSON.stringify(calls)}`)
    return `  { ${fields.join(', ')} },`
  })
  return `export { name, release } from './release.js'\n\nexport const services = [\n${entries.join('\n')}\n]\n`
}

const describeContracts =
  (services: CompiledContract[]): DescribeService =>
  (name) => {
    const compiled = services.find(({ service }) => service === name)
    return compiled && describeOperations(compiled.document, compiled.operations)
  }
