import { statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { OpenApiDocument } from '../../contract/document.ts'
import type { Project } from '../../contract/project.ts'
import { type ContractSource, loadDocument } from './contract-source.ts'
import { openGitSource } from './git-source.ts'
import { openUrlSource } from './url-source.ts'

/** Opens what the contracts are compared with: an address, a file, or else a commit. */
export async function openSource(project: Project, written: string, all: readonly string[]): Promise<ContractSource> {
  if (/^https?:\/\//i.test(written) && URL.canParse(written)) return openUrlSource(written, all)
  const file = resolve(written)
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return openGitSource(project, written)
  const document = await loadDocument(file, written, (other) => readFile(other, 'utf8'))
  return { name: written, isSingle: true, read: async () => document }
}

/** The service that a document is of: every path begins with its name, but those that RFC 8615 puts elsewhere. */
export function findServiceOf(document: OpenApiDocument | undefined, services: readonly string[]): string | undefined {
  const paths = Object.keys(document?.paths ?? {}).filter((path) => !path.startsWith('/.well-known/'))
  if (paths.length === 0) return undefined
  return services.find((service) => paths.every((path) => path === `/${service}` || path.startsWith(`/${service}/`)))
}
