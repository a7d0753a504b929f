import { existsSync, readFileSync } from 'node:fs'
import { parseYaml } from '@redocly/openapi-core'
import { fillPlaceholders } from '../cloud-foundry/fill-placeholders.ts'
import type { Manifest } from '../cloud-foundry/manifest.ts'
import { ConfigError, type ConfigFault } from '../config/config-error.ts'

/** Where the values of a manifest's `((placeholders))` come from. */
export interface PlaceholderValues {
  /** Those of variables of the environment: placeholder → value. Some are secret. */
  values: Record<string, string>
  /** The variables that they come from: placeholder → name. */
  sources: Record<string, string>
}

export interface PlaceholderSource {
  manifest: Manifest
  /** Values that are known: `env` and `version`. */
  known: Readonly<Record<string, string>>
  /** The vars file, where there is one. */
  varsFile: string | undefined
  env: NodeJS.ProcessEnv
}

/**
 * Finds the value of each placeholder of a manifest: from what is known, else from the vars file, else from
 * `CF_VAR_<NAME>`, or from `<NAME>` where the manifest has `NAME: ((name))` in the variables of an application. `cf`
 * wants the values of all applications, also to push one.
 *
 * @throws ConfigError that names each placeholder without a value
 */
export function findPlaceholderValues({ manifest, known, varsFile, env }: PlaceholderSource): PlaceholderValues {
  const filed = varsFile === undefined ? {} : readVarsFile(varsFile)
  const { missing } = fillPlaceholders(manifest, { ...filed, ...known })
  const values: Record<string, string> = {}
  const sources: Record<string, string> = {}
  const faults: ConfigFault[] = []
  for (const name of missing) {
    const variables = variablesOf(manifest, name)
    const source = variables.find((variable) => (env[variable] ?? '') !== '')
    if (source === undefined) faults.push({ variable: variables.join(' or '), message: whyWanted(name, varsFile) })
    else {
      values[name] = env[source] ?? ''
      sources[name] = source
    }
  }
  if (faults.length > 0) throw new ConfigError(faults)
  return { values, sources }
}

const whyWanted = (name: string, varsFile: string | undefined): string =>
  `is required: manifest.yml has ((${name}))${varsFile === undefined ? '; a vars file may say it as well (--vars-file)' : `, and ${varsFile} does not say it`}`

function variablesOf({ applications }: Manifest, name: string): string[] {
  const own = name.replaceAll('-', '_').toUpperCase()
  const isOwn = applications.some(({ env }) => env?.[own] === `((${name}))`)
  return [...(isOwn ? [own] : []), `CF_VAR_${own}`]
}

function readVarsFile(file: string): Record<string, string> {
  const fault = (message: string): ConfigError => new ConfigError([{ variable: file, message }])
  if (!existsSync(file)) throw fault('there is no such vars file')
  let content: unknown
  try {
    content = parseYaml(readFileSync(file, 'utf8'))
  } catch (error) {
    throw fault(`is no YAML: ${error instanceof Error ? error.message : error}`)
  }
  if (typeof content !== 'object' || content === null) throw fault('has no values')
  return Object.fromEntries(Object.entries(content).map(([name, value]) => [name, String(value)]))
}
