/** Runs the tests on several versions of Node: `npm run test:matrix`. */
import { join } from 'node:path'
import { Command, InvalidArgumentError, Option } from 'commander'
import { CommandError, failWith } from '../../lib/cli/failure.ts'
import { installNode } from './install-node.ts'
import { newestOf } from './newest-of.ts'
import { printResults, type Result } from './results.ts'
import { runTests } from './run-tests.ts'
import { readTestCommand } from './test-command.ts'

const root = join(import.meta.dirname, '../..')

interface Flags {
  node: string[]
  cache: string
}

function toVersions(text: string): string[] {
  const versions = text.split(',').map((version) => version.trim())
  for (const version of versions)
    if (!/^(?:latest|\d+(?:\.\d+){0,2})$/.test(version))
      throw new InvalidArgumentError(`"${version}" is no version: 22, 24.21.0 or latest are, with commas between them.`)
  return versions
}

const stopping = new AbortController()
let stopCode = 130
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    stopCode = signal === 'SIGINT' ? 130 : 143
    stopping.abort()
  })

await new Command('npm run test:matrix --')
  .description('Runs the tests on several versions of Node, one after the other. Each is downloaded once.')
  .argument('[files...]', 'which tests; those of "npm test" unless said')
  .addOption(
    new Option('--node <versions>', 'major or exact versions, and latest for the current release')
      .argParser(toVersions)
      .default(['22', '24', 'latest'], '22,24,latest'),
  )
  .addOption(
    new Option('--cache <folder>', 'where the versions are kept').default(
      join(root, 'node_modules/.cache/matrix'),
      'node_modules/.cache/matrix',
    ),
  )
  .addHelpText(
    'after',
    `
Examples:
  npm run test:matrix
  npm run test:matrix -- --node 22,latest
  npm run test:matrix -- --node 22.18.0 test/unit/store/*.test.ts

Ends with 0 if all have passed on all of them, and with 1 otherwise.`,
  )
  .action(async (files: string[], { node, cache }: Flags) => {
    const command = readTestCommand(root, files)
    const versions = [...new Set(await Promise.all(node.map((wanted) => newestOf(wanted, cache, stopping.signal))))]
    const results: Result[] = []
    for (const [at, version] of versions.entries()) {
      console.log(`Node ${version} (${at + 1} of ${versions.length})`)
      const installed = await installNode(version, cache, stopping.signal)
      const result = await runTests(installed, command, { cwd: root, signal: stopping.signal })
      if (stopping.signal.aborted) break
      results.push(result)
    }
    if (results.length > 0) console.log(`\n${printResults(results)}`)
    if (stopping.signal.aborted) throw new CommandError('Stopped.')
    if (results.some(({ ok }) => !ok)) process.exitCode = 1
  })
  .parseAsync()
  .catch((error: unknown) => {
    failWith(error)
    if (stopping.signal.aborted) process.exitCode = stopCode
  })
