import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { replaceFile } from '../build/replace-file.ts'
import { listLostComments } from '../cloud-foundry/manifest-file.ts'
import { generate } from '../contract/generate.ts'
import { openProject } from '../contract/project.ts'
import { deriveFiles } from './cloud-foundry/derive-files.ts'
import { CommandError } from './failure.ts'

/** `twelvefold manifest`: brings `manifest.yml` and `Procfile` up to the contracts. */
export const manifest: Command = new Command('manifest')
  .description(
    'bring manifest.yml (Cloud Foundry) and Procfile up to the contracts and the variables that services declare;\n' +
      'memory, instances, values and whatever else you wrote stay as they are; comments only while nothing is to be changed',
  )
  .option('--check', 'write nothing, and exit with 1 where one is not current; neither need be there')
  .action(async ({ check }: { check?: true }) => {
    const project = openProject()
    const { services } = await generate(project)
    const files = Object.entries(await deriveFiles(project, services))
    // A project that is deployed elsewhere has neither.
    if (check && files.every(([name]) => !existsSync(join(project.root, name)))) return
    const stale = files.filter(([name, text]) => {
      const file = join(project.root, name)
      return !existsSync(file) || readFileSync(file, 'utf8') !== text
    })
    const names = stale.map(([name]) => name).join(', ')
    if (check && stale.length > 0) throw new CommandError(`Not current: ${names}. "twelvefold manifest" writes them.`)
    for (const [name, text] of stale) {
      const file = join(project.root, name)
      const lost = existsSync(file) ? listLostComments(readFileSync(file, 'utf8'), text) : []
      replaceFile(file, text)
      if (lost.length > 0) console.error(`${name} is written anew, without these comments:\n${lost.join('\n')}`)
    }
    if (!check) console.log(stale.length > 0 ? `written: ${names}` : 'manifest.yml and Procfile are current')
  })
