import { execFile, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { codeBlocks, commandLines } from '../../fakes/shell.ts'

const readme = readFileSync(join(import.meta.dirname, '../../../README.md'), 'utf8')

/** Why the journey of the README cannot be run here; false where it can. */
export const skip: string | false =
  spawnSync('curl', ['--version']).error === undefined ? false : 'there is no curl here'

/** Runs the journey of the README as it stands there, in a real shell. @returns what its calls have printed, as JSON */
export async function runReadmeJourney(base: string): Promise<unknown[]> {
  const block = codeBlocks(readme, 'sh').find((code) => code.includes('TOKEN=')) ?? ''
  // curl ends no line after what it prints.
  const script = commandLines(block).join('\necho\n').replaceAll('http://localhost:3000', base)
  const { stdout } = await promisify(execFile)('sh', ['-euc', script], { env: { ...process.env, NO_PROXY: '*' } })
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown)
}
