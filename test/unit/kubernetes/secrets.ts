import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './manifests.ts'

/** The secrets that the guide lets people create: name → variables. No file of the project has any. */
export function readSecrets(): Record<string, string[]> {
  const guide = readFileSync(join(root, 'docs', 'guides', 'kubernetes.md'), 'utf8')
  const rows = [...guide.matchAll(/^\| `([a-z-]+)` \| (.*?) \|/gm)]
  return Object.fromEntries(rows.map(([, name, cell = '']) => [name, cell.match(/\b[A-Z][A-Z_]+\b/g) ?? []]))
}
