import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CommandError } from '../../lib/cli/failure.ts'

/** A command for a shell, and the files for its `"$@"`. */
export interface TestCommand {
  command: string
  files: string[]
}

/**
 * The script `test` of package.json, with `"$@"` in place of the files that it names: what the matrix runs can be
 * nothing else than what `npm test` runs.
 *
 * @param files in their place, if there are any
 */
export function readTestCommand(root: string, files: readonly string[]): TestCommand {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { test: string } }
  const [, command, patterns = ''] = /^([^"]+)((?:"[^"]+" ?)+)$/.exec(scripts.test) ?? []
  if (command === undefined)
    throw new CommandError('The script "test" of package.json does not end with files in quotes.')
  const named = [...patterns.matchAll(/"([^"]+)"/g)].map(([, pattern = '']) => pattern)
  return { command: `${command}"$@"`, files: files.length > 0 ? [...files] : named }
}
