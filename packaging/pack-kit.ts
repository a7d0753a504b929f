import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { buildKit } from './build-kit.ts'

/**
 * Packs the kit as npm does.
 *
 * @param folder where the tarball is to be; the package itself is made in `twelvefold/` below
 * @returns the path of the tarball, and how big it is
 */
export function packKit(folder: string): { file: string; bytes: number; files: number } {
  const source = join(folder, 'twelvefold')
  buildKit(source)
  const said = execFileSync('npm', ['pack', source, '--json', '--ignore-scripts', '--pack-destination', folder], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    shell: process.platform === 'win32',
  })
  const [packed] = JSON.parse(said) as { filename: string; size: number; entryCount: number }[]
  if (packed === undefined) throw new Error(`npm pack made nothing:\n${said}`)
  return { file: join(folder, packed.filename), bytes: packed.size, files: packed.entryCount }
}
