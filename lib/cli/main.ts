#!/usr/bin/env node
import { Command } from 'commander'
import { failWith } from './failure.ts'

/** What `twelvefold` can do; a command's module is loaded only when it is called. */
const commands: Record<string, { summary: string; load: () => Promise<Command> }> = {
  start: {
    summary: 'run every service offline, in the AWS emulator, and reload on change',
    load: async () => (await import('./start.ts')).start,
  },
  dev: {
    summary: 'run every service as one process, and reload on change',
    load: async () => (await import('./dev.ts')).dev,
  },
  mock: {
    summary: 'answer a contract from its examples and schemas',
    load: async () => (await import('./mock.ts')).mock,
  },
  generate: { summary: 'compile the contracts', load: async () => (await import('./generate.ts')).generateCommand },
  check: {
    summary: 'check contracts, handlers and dependency directions',
    load: async () => (await import('./check.ts')).check,
  },
  routes: { summary: 'print the route table', load: async () => (await import('./routes.ts')).routes },
  env: { summary: 'print the environment variables, or check them', load: async () => (await import('./env.ts')).env },
  build: {
    summary: 'bundle the process host into dist/server.js',
    load: async () => (await import('./build.ts')).buildCommand,
  },
  package: {
    summary: 'make one zip per function for AWS Lambda',
    load: async () => (await import('./package.ts')).packageCommand,
  },
}

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
