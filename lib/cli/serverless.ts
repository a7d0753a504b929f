import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Project } from '../contract/project.ts'

/** Where osls starts, the Serverless Framework that needs no account: the project's own, else the one of the kit. */
export function serverlessEntry(project: Project): string {
  const own = createRequire(join(project.root, 'package.json'))
  const kits = createRequire(import.meta.url)
  const manifest = resolveFrom(own) ?? kits.resolve('serverless/package.json')
  const { bin } = kits(manifest) as { bin: Record<string, string> }
  return join(manifest, '..', bin.serverless ?? bin.osls ?? 'bin/serverless.js')
}

function resolveFrom(require: NodeJS.Require): string | undefined {
  try {
    return require.resolve('serverless/package.json')
  } catch {
    return undefined
  }
}
