#!/usr/bin/env node
import { Command } from 'commander'
import { commands } from './commands.ts'
import { failWith } from './failure.ts'

const program = new Command('twelvefold')
  .description('A contract-first kit for twelve-factor functions.')
  .showHelpAfterError('(twelvefold --help lists the commands)')
  .showSuggestionAfterError()

const called = process.argv.slice(2).find((argument) => !argument.startsWith('-')) ?? ''
for (const [name, { summary, load }] of Object.entries(commands)) {
  if (name === called) program.addCommand(await load())
  else program.command(name).description(summary)
}
try {
  if (process.argv.length < 3) program.outputHelp()
  else await program.parseAsync()
} catch (error) {
  failWith(error)
}
