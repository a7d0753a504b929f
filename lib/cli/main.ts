#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { commands } from './commands.ts'
import { failWith } from './failure.ts'

const program = new Command('twelvefold')
  .description('A contract-first kit for twelve-factor functions.')
  .version(readVersion(), '--version', 'print the version of the kit')
  // What follows a command is the command's: sdk has a --version of its own.
  .enablePositionalOptions()
  .showHelpAfterError('(twelvefold --help lists the commands)')
  .showSuggestionAfterError()

const called = process.argv.slice(2).find((argument) => !argument.startsWith('-')) ?? ''
let close = async (): Promise<void> => undefined
try {
  for (const [name, { summary, load }] of Object.entries(commands)) {
    if (name === called) program.addCommand(await load())
    else program.command(name).description(summary)
  }
  // Whatever is wrong with the commands of a service, those of the kit go on working.
  if (!Object.hasOwn(commands, called)) await addServiceCommands()
  if (process.argv.length < 3) program.outputHelp()
  else await program.parseAsync()
} catch (error) {
  failWith(error)
} finally {
  await close()
}

async function addServiceCommands(): Promise<void> {
  const { loadServiceCommands } = await import('./service-commands.ts')
  const { openProject } = await import('../contract/project.ts')
  const project = openProject()
  for (const owned of await loadServiceCommands(project)) {
    const { name, service, summary } = owned
    if (name === called) {
      const { prepareServiceCommand } = await import('./prepare-service-command.ts')
      const { closeStore } = await import('../store/store.ts')
      close = closeStore
      program.addCommand(await prepareServiceCommand(project, owned))
    } else program.command(name).description(summary).helpGroup(`Commands of ${service}:`)
  }
}

function readVersion(): string {
  const file = join(import.meta.dirname, '..', '..', 'package.json')
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
}
