import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { styleText } from 'node:util'
import { Command } from 'commander'
import { openProject, type Project } from '../contract/project.ts'
import { findNameFault } from '../scaffold/check-names.ts'
import { findCollection } from '../scaffold/find-collection.ts'
import { nameItems, type ServiceNames } from '../scaffold/names.ts'
import { listServiceFiles } from '../scaffold/service-files.ts'
import { findInTheWay, writeAll } from '../scaffold/write-all.ts'
import { CommandError } from './failure.ts'

/** `twelvefold new <service>`: a running service, with all that a service has. */
export const newCommand: Command = new Command('new')
  .description(
    'add a running service: contract, handlers, a collection, demo data, tests and a page;\n' +
      'where anything of it is there already, nothing is written',
  )
  .argument('<service>', 'its name, such as gift-cards: the folder, and the first segment of its paths')
  .option('--item <name>', 'what one of the things that it keeps is called (default: made of the name: gift-card)')
  .option('--dry-run', 'say what would be written, and write nothing')
  .addHelpText(
    'after',
    `
Examples:
  npx twelvefold new gift-cards
  npx twelvefold new inventory --item part
  npx twelvefold new gift-cards --dry-run`,
  )
  .action((service: string, { item, dryRun = false }: { item?: string; dryRun?: boolean }) => {
    const project = openProject()
    const names = nameItems(service, item)
    refuseNames(project, names, item !== undefined)
    const files = listServiceFiles(project, names)
    const inTheWay = findInTheWay(project.root, files)
    if (inTheWay.length > 0)
      throw new CommandError(`Nothing was written, since this is there already:\n${toLines(inTheWay)}`)
    if (!dryRun) writeAll(project.root, files)
    console.log(`${dryRun ? 'This would be written:' : 'Written:'}\n${toLines([...files.keys()])}`)
    if (!dryRun) console.log(nextSteps(project, names))
  })

function refuseNames(project: Project, names: ServiceNames, chosen: boolean): void {
  const fault = findNameFault(names, chosen)
  if (fault !== undefined) throw new CommandError(fault)
  if (!isProject(project))
    throw new CommandError(`${project.root} is no project: no package.json there has imports of #contracts/*.`)
  const { service, items } = names
  if (existsSync(join(project.functions, service)))
    throw new CommandError(`${service} is taken: functions/${service} is there already.`)
  const owner = findCollection(project, items)
  if (owner !== undefined)
    throw new CommandError(`There is a collection ${items} already, in ${owner}. Use --item, or another name.`)
}

/** Whether what is generated can be imported: a service would not run otherwise. */
function isProject({ root }: Project): boolean {
  const file = join(root, 'package.json')
  if (!existsSync(file)) return false
  const { imports } = JSON.parse(readFileSync(file, 'utf8')) as { imports?: Record<string, string> }
  return imports?.['#contracts/*'] !== undefined
}

const nextSteps = ({ root }: Project, { service }: ServiceNames): string => `
Try, while npm start is running ${dim('(where it is, the service is there already)')}:
  curl 'http://localhost:3000/${service}?limit=2'
  http://localhost:3000/docs
Then:
  npm test
${existsSync(join(root, 'manifest.yml')) ? `  npx twelvefold manifest ${dim('makes an application of it')}\n` : ''}  functions/${service}/openapi.yaml ${dim('is the first file to change; the README.md beside it says how')}`

const toLines = (paths: readonly string[]): string => paths.map((path) => `  ${path}`).join('\n')

const dim = (text: string): string => styleText('dim', text, { stream: process.stdout })
