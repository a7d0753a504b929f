import { Command } from 'commander'
import { readContracts } from '../contract/generate.ts'
import { openProject } from '../contract/project.ts'
import { toRoutes } from '../contract/routes.ts'
import { toColumns } from './columns.ts'

/** `twelvefold routes`: the route table of the project. */
export const routes: Command = new Command('routes')
  .description('print the route table: method, path, service, operation, file, security')
  .option('--json', 'print JSON')
  .action(async ({ json }: { json?: boolean }) => {
    const project = openProject()
    const table = (await readContracts(project)).flatMap((service) => toRoutes(project, service))
    if (json) return console.log(JSON.stringify(table, null, 2))
    const rows = table.map(({ method, path, service, operation, file, security }) => [
      method,
      path,
      service,
      operation,
      file,
      security.join(' or ') || 'open',
    ])
    console.log(toColumns(['METHOD', 'PATH', 'SERVICE', 'OPERATION', 'FILE', 'SECURITY'], rows))
  })
