import { existsSync, readdirSync, statSync } from 'node:fs'
import { basename, relative, resolve } from 'node:path'
import { styleText } from 'node:util'
import { Command } from 'commander'
import { findNameFault } from '../scaffold/check-names.ts'
import { findKit, type PackedKit } from '../scaffold/find-kit.ts'
import { nameItems } from '../scaffold/names.ts'
import { listProjectFiles } from '../scaffold/project-files.ts'
import { writeAll } from '../scaffold/write-all.ts'
import { CommandError } from './failure.ts'

interface Options {
  name?: string
  service: string
  kit?: string
  dryRun?: boolean
}

/** `twelvefold init <folder>`: a project of one's own, which depends on the packed kit. */
export const init: Command = new Command('init')
  .description(
    'start a new project with one service, which runs on all three hosts;\nthe folder must be new, or empty but for .git',
  )
  .argument('<folder>', 'where it is to be')
  .option('--name <name>', 'what it is called (default: as the folder)')
  .option('--service <name>', 'its first service', 'notes')
  .option('--kit <tarball>', 'the kit that it depends on: a tarball, which is copied, or what else npm takes')
  .option('--dry-run', 'say what would be written, and write nothing')
  .addHelpText(
    'after',
    `
Examples:
  npx twelvefold init ../shop
  npx twelvefold init ../shop --service gift-cards --kit ~/twelvefold-1.2.3.tgz`,
  )
  .action((folder: string, { name, service: first, kit: wanted, dryRun = false }: Options) => {
    const root = resolve(folder)
    const project = name ?? basename(root)
    const service = nameItems(first)
    const fault = findProjectNameFault(project) ?? findNameFault(service)
    if (fault !== undefined) throw new CommandError(fault)
    refuseFolder(root, folder)
    const kit = openKit(wanted)
    const files = new Map<string, string | Uint8Array>(
      listProjectFiles({ name: project, kit: kit.dependency, service }),
    )
    if (kit.tarball !== undefined) files.set(kit.tarball.path, kit.tarball.content)
    if (!dryRun) writeAll(root, files)
    const lines = [...files.keys()].sort().map((path) => `  ${path}`)
    console.log([`${dryRun ? 'This would be written' : 'Written'} to ${root}:`, ...lines].join('\n'))
    if (!dryRun) console.log(nextSteps(relative(process.cwd(), root) || '.'))
  })

/** npm, CloudFormation and the kit each have their say: it names the package and the deployment. */
function findProjectNameFault(name: string): string | undefined {
  if (name === 'twelvefold') return 'A project cannot be called twelvefold: that is the kit it depends on. Use --name.'
  if (/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name) && name.length <= 40) return undefined
  return (
    `${name} cannot be the name of a project: say with --name what it is called, in up to 40 lower-case letters, ` +
    'digits and hyphens between them, a letter first.'
  )
}

function refuseFolder(root: string, said: string): void {
  if (!existsSync(root)) return
  if (!statSync(root).isDirectory()) throw new CommandError(`${said} is a file.`)
  const [first] = readdirSync(root).filter((entry) => entry !== '.git')
  if (first !== undefined) throw new CommandError(`${said} is not empty: it has ${first}. Nothing was written.`)
}

function openKit(wanted: string | undefined): PackedKit {
  try {
    const kit = findKit(wanted)
    if (kit !== undefined) return kit
  } catch (error) {
    throw new CommandError(`The packed kit cannot be read: ${error instanceof Error ? error.message : error}`)
  }
  throw new CommandError(
    'The packed kit was not found. Name it with --kit <tarball>; in the repository of the kit "npm run pack" makes it.',
  )
}

const nextSteps = (folder: string): string => `
Then:
  cd ${folder} && npm install
  npm start ${dim('runs it, and says what to try')}
  npm test && npm run check
  npx twelvefold new <service> ${dim('adds the next one')}`

const dim = (text: string): string => styleText('dim', text, { stream: process.stdout })
