import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Project } from '../contract/project.ts'

/** Where osls, the Serverless Framework that needs no account, starts. */
export function serverlessEntry(project: Project): string {
  const require = createRequire(join(project.root, 'package.json'))
  const manifest = require.resolve('serverless/package.json')
  const { bin } = require(manifest) as { bin: Record<string, string> }
  return join(manifest, '..', bin.serverless ?? bin.osls ?? 'bin/serverless.js')
}
