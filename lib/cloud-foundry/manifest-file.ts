import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { parseYaml, stringifyYaml } from '@redocly/openapi-core'
import { ConfigError } from '../config/config-error.ts'
import type { Project } from '../contract/project.ts'
import { checkManifest } from './check-manifest.ts'
import type { Manifest } from './manifest.ts'

const head = `# What cf push reads: an application with all services, and one for each. "cf push <name>" pushes one of them, and
# without a name all are pushed. ((words)) come from a vars file: see docs/guides/cloud-foundry.md of the kit.
#
# "twelvefold manifest" keeps it in step with the contracts: which applications there are, what they bind, which
# variables they need, which paths are theirs. Everything else is yours: memory, instances, values, further attributes.
`

/**
 * Reads `manifest.yml` of a project.
 *
 * @returns undefined where there is none
 * @throws ConfigError with everything that the platform would refuse
 */
export function readManifest({ root }: Project): Manifest | undefined {
  const file = join(root, 'manifest.yml')
  if (!existsSync(file)) return undefined
  const manifest = parse(readFileSync(file, 'utf8'))
  const faults = checkManifest(manifest)
  if (faults.length > 0) throw new ConfigError(faults.map((message) => ({ variable: 'manifest.yml', message })))
  return manifest as Manifest
}

function parse(text: string): unknown {
  try {
    return parseYaml(text)
  } catch (error) {
    const message = `is no YAML: ${error instanceof Error ? error.message : error}`
    throw new ConfigError([{ variable: 'manifest.yml', message }])
  }
}

/**
 * The text of `manifest.yml`. What says the same already stays as it is, with its comments and its order; what does not
 * is written anew.
 */
export function printManifest({ root }: Project, manifest: Manifest): string {
  const file = join(root, 'manifest.yml')
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  if (text !== '' && isDeepStrictEqual(parse(text), manifest)) return text
  return `${head}\n${stringifyYaml(manifest, { lineWidth: 120, noRefs: true })}`
}

/** The lines with comments of a manifest that another one has no more: what a file that is written anew loses. */
export function listLostComments(before: string, after: string): string[] {
  const kept = new Set(after.split('\n'))
  return before.split('\n').filter((line) => /(?:^|\s)#/.test(line) && !kept.has(line))
}
