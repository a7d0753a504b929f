import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packKit } from '../../packaging/pack-kit.ts'

const modules = join(import.meta.dirname, '../../node_modules')

export interface PackedProject {
  /** The kit as it was unpacked, where `npm install` would put it. */
  kit: string
  root: string
  remove: () => void
}

/**
 * A project that `twelvefold init` of the packed kit has made, installed as npm would, but from this repository's
 * `node_modules`: there may be no network.
 */
export function initProject(name: string): PackedProject {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'twelvefold-packed-')))
  const { file } = packKit(folder)
  execFileSync('tar', ['-xzf', file, '-C', folder])
  // Where the kit is run from first it has its packages beside it, as in the cache of npx.
  symlinkSync(modules, join(folder, 'node_modules'))
  const root = join(folder, name)
  execFileSync(process.execPath, [join(folder, 'package/lib/cli/main.js'), 'init', root, '--kit', file])
  install(root, file)
  return { kit: join(root, 'node_modules/twelvefold'), root, remove: () => rmSync(folder, { recursive: true }) }
}

function install(root: string, tarball: string): void {
  const target = join(root, 'node_modules')
  mkdirSync(join(target, '.bin'), { recursive: true })
  for (const entry of readdirSync(modules).filter((entry) => !entry.startsWith('.') && entry !== 'twelvefold'))
    symlinkSync(join(modules, entry), join(target, entry))
  for (const entry of readdirSync(join(modules, '.bin')).filter((entry) => entry !== 'twelvefold'))
    symlinkSync(realpathSync(join(modules, '.bin', entry)), join(target, '.bin', entry))
  mkdirSync(join(target, 'twelvefold'))
  execFileSync('tar', ['-xzf', tarball, '-C', join(target, 'twelvefold'), '--strip-components', '1'])
  symlinkSync('../twelvefold/lib/cli/main.js', join(target, '.bin/twelvefold'))
  // npm does this for what `bin` names.
  chmodSync(join(target, 'twelvefold/lib/cli/main.js'), 0o755)
}
