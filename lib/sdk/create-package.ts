import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { OpenApiDocument } from '../contract/document.ts'
import type { CompiledContract } from '../contract/generate.ts'
import type { Project } from '../contract/project.ts'
import { bundleClient } from './bundle-client.ts'
import { packageNames } from './package-names.ts'
import { printDeclarations } from './print-declarations.ts'
import { printReadme } from './print-readme.ts'
import { publicOperations } from './public-operations.ts'

/** What a package is called. */
export interface PackageOptions {
  name: string
  version: string
}

export interface ClientPackage {
  /** File name → content; the same for the same contract and options. */
  files: Map<string, string>
  operations: number
  /** Ids of operations that are for browsers only. */
  leftOut: string[]
}

/** Makes the client package of a service for users outside of the project. */
export async function createPackage(
  project: Project,
  { service, document: contract, operations: all }: CompiledContract,
  { name, version }: PackageOptions,
): Promise<ClientPackage> {
  const document = withTitleOnOneLine(contract)
  const names = packageNames(service)
  const { operations, leftOut } = publicOperations(all)
  const own = readManifest(project)
  const license = licenseOf(document.info) ?? own.license ?? 'UNLICENSED'
  const { title, summary } = document.info
  const manifest = {
    name,
    version,
    description: summary ?? `A client for ${title}.`,
    license,
    type: 'module',
    sideEffects: false,
    exports: { '.': { types: './index.d.ts', default: './index.js' }, './package.json': './package.json' },
    types: './index.d.ts',
    files: ['index.js', 'index.d.ts'],
    engines: { node: '>=20' },
    twelvefold: { sdk: service },
  }
  const files = new Map([
    ['README.md', printReadme(document, names, { name, license })],
    ['index.d.ts', printDeclarations(document, names)],
    ['index.js', await bundleClient(document, operations, names)],
    ['package.json', `${JSON.stringify(manifest, null, 2)}\n`],
  ])
  const text = join(project.root, 'LICENSE')
  if (license === own.license && existsSync(text)) files.set('LICENSE', readFileSync(text, 'utf8'))
  return { files, operations: operations.length, leftOut }
}

/** It stands in comments of one line, and in headings. */
function withTitleOnOneLine(contract: OpenApiDocument): OpenApiDocument {
  const title = contract.info.title.trim().replace(/\s+/g, ' ')
  return { ...contract, info: { ...contract.info, title } }
}

const readManifest = ({ root }: Project): { license?: string } =>
  JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { license?: string }

/** As `package.json` takes it: an SPDX identifier. A name is often one. */
function licenseOf({ license }: OpenApiDocument['info']): string | undefined {
  if (license?.identifier !== undefined) return license.identifier
  return license !== undefined && /^[A-Za-z0-9.+-]+$/.test(license.name) ? license.name : undefined
}
