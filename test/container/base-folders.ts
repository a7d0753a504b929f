import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'

const authorities = '/etc/ssl/certs/ca-certificates.crt'

/** Where npm is: that which runs this, else the one that a shell would find. */
const npm = dirname(
  dirname(realpathSync(process.env.npm_execpath ?? execFileSync('which', ['npm'], { encoding: 'utf8' }).trim())),
)

/** What stands in for `BUILD_IMAGE`: Node, npm, and the shell that RUN takes. */
export function makeBuildBase(folder: string): void {
  makeRoot(folder)
  addProgram(folder, process.execPath, '/usr/local/bin/node')
  addProgram(folder, '/bin/sh', '/bin/sh')
  addProgram(folder, '/usr/bin/env', '/usr/bin/env')
  cpSync(npm, join(folder, 'usr/local/lib/node_modules/npm'), { recursive: true })
  symlinkSync('../lib/node_modules/npm/bin/npm-cli.js', join(folder, 'usr/local/bin/npm'))
}

/** What stands in for `RUN_IMAGE`: Node where distroless images have it, the libraries that it needs, and no more. */
export function makeRunBase(folder: string): void {
  makeRoot(folder)
  addProgram(folder, process.execPath, '/nodejs/bin/node')
}

function makeRoot(folder: string): void {
  for (const name of ['dev', 'proc', 'sys', 'tmp', 'etc/ssl/certs']) mkdirSync(join(folder, name), { recursive: true })
  chmodSync(join(folder, 'tmp'), 0o1777)
  writeFileSync(join(folder, 'etc/passwd'), 'root:x:0:0::/root:\nnonroot:x:65532:65532::/home/nonroot:\n')
  writeFileSync(join(folder, 'etc/group'), 'root:x:0:\nnonroot:x:65532:\n')
  if (existsSync(authorities)) copyFileSync(authorities, join(folder, authorities))
}

/** A program, and the libraries that the loader would look for. */
function addProgram(folder: string, from: string, to: string): void {
  add(folder, from, to)
  const libraries = execFileSync('ldd', [realpathSync(from)], { encoding: 'utf8' }).match(/\/\S+\.so\S*/g) ?? []
  for (const library of libraries) add(folder, library, library)
}

function add(folder: string, from: string, to: string): void {
  mkdirSync(dirname(join(folder, to)), { recursive: true })
  copyFileSync(realpathSync(from), join(folder, to))
  chmodSync(join(folder, to), 0o755)
}
