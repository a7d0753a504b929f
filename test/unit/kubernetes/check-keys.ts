import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type KubernetesObject, modelsOf, root } from './manifests.ts'

const options = ['--ignoreConfig', '--noEmit', '--module', 'nodenext', '--strict', '--skipLibCheck', '--types', '']

/**
 * Says which keys objects have that Kubernetes does not know. Its OpenAPI document allows any; the types that are made
 * of it do not, and the compiler of TypeScript holds what is written out against them.
 *
 * @returns the compiler's first fault of each object, after its place in the list
 */
export function checkKeys(objects: readonly KubernetesObject[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'twelvefold-kubernetes-'))
  try {
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
    const files = objects.map((object, at) => {
      writeFileSync(join(folder, `${at}.ts`), print(object))
      return `${at}.ts`
    })
    const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
    const { stdout, stderr, status } = spawnSync(process.execPath, [compiler, ...options, ...files], {
      cwd: folder,
      encoding: 'utf8',
    })
    const faults = stdout.split('\n').filter((line) => /error TS/.test(line))
    if (status !== 0 && faults.length === 0) throw new Error(stdout + stderr)
    return faults.map((fault) => fault.replace(/^(\d+)\.ts\(.*?\): error TS\d+: /, '$1 '))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const print = (object: KubernetesObject): string =>
  `import type { I${object.kind} } from '${modelsOf(object.apiVersion)}/${object.kind}'
export const object: I${object.kind} = ${JSON.stringify(object)}
`
