import { readFileSync } from 'node:fs'
import {
  BaseResolver,
  bundle,
  type Config,
  createConfig,
  getLineColLocation,
  lint,
  type NormalizedProblem,
  ResolveError,
  Source,
} from '@redocly/openapi-core'
import type { OpenApiDocument } from './document.ts'
import type { ContractFault } from './fault.ts'

/** A contract that was read: the bundled document, and the faults of the document itself. */
export interface LoadedContract {
  file: string
  /** With every `$ref` to another file moved into `components`; undefined where the file cannot be read at all. */
  document: OpenApiDocument | undefined
  faults: ContractFault[]
  /** Every file that the contract is made of, for a watcher. */
  files: string[]
}

/** The rules that a document has to keep; the library's `struct` is the OpenAPI specification itself. */
const rules = {
  struct: 'error',
  'no-unresolved-refs': 'error',
  'operation-operationId': 'error',
  'operation-operationId-unique': 'error',
  'operation-parameters-unique': 'error',
  'no-identical-paths': 'error',
  'no-ambiguous-paths': 'error',
  'path-declaration-must-exist': 'error',
  'path-not-include-query': 'error',
  'path-parameters-defined': 'error',
  'path-params-defined': 'off',
  'security-defined': 'error',
  'no-enum-type-mismatch': 'error',
  'no-invalid-media-type-examples': 'error',
  'no-invalid-schema-examples': 'error',
  'no-invalid-parameter-examples': 'error',
} as const

/** For documents of others, which are served as they are: only what makes them unreadable counts. */
const lenientRules = { struct: 'warn', 'no-unresolved-refs': 'error' } as const

const configs = new Map<boolean, Promise<Config>>()

function configFor(lenient: boolean): Promise<Config> {
  const known = configs.get(lenient)
  if (known !== undefined) return known
  const made = createConfig({ rules: lenient ? lenientRules : rules } as Parameters<typeof createConfig>[0])
  configs.set(lenient, made)
  return made
}

/**
 * Reads a contract, checks it as an OpenAPI document and bundles the files that it refers to.
 *
 * @param file absolute path of the YAML or JSON file
 * @param options.lenient take documents that are not ours as they are, as long as they can be read
 * @param options.read where the text of a file comes from, this one and those that it refers to; the disk unless said
 */
export async function loadContract(
  file: string,
  options: { lenient?: boolean; read?: (file: string) => Promise<string> } = {},
): Promise<LoadedContract> {
  const config = await configFor(options.lenient ?? false)
  const externalRefResolver = toResolver(config, options.read)
  try {
    const problems = await lint({ ref: file, config, externalRefResolver })
    const faults = problems.filter(({ severity }) => severity === 'error').map(toFault)
    const bundled = await bundle({ ref: file, config, externalRefResolver })
    const files = [file, ...bundled.fileDependencies]
    return { file, document: bundled.bundle.parsed as OpenApiDocument, faults: withoutRepeats(faults), files }
  } catch (error) {
    return { file, document: undefined, faults: [unreadable(file, error)], files: [file] }
  }
}

function toResolver(config: Config, read: ((file: string) => Promise<string>) | undefined): BaseResolver {
  const resolver = new BaseResolver(config.resolve)
  if (read === undefined) return resolver
  resolver.loadExternalRef = async (file) => {
    try {
      return new Source(file, await read(file))
    } catch (error) {
      throw new ResolveError(error as Error)
    }
  }
  return resolver
}

/** Where a JSON Pointer stands in a file, for faults that the kit itself finds. Falls back to the nearest parent. */
export function locate(file: string, pointer: string): { line?: number; column?: number } {
  const source = new Source(file, readFileSync(file, 'utf8'))
  try {
    const { start } = getLineColLocation({ source, pointer: `#${pointer}`, reportOnKey: true })
    return { line: start.line, column: start.col }
  } catch {
    return {}
  }
}

function toFault(problem: NormalizedProblem): ContractFault {
  const location = problem.location[0]
  const { start } = location === undefined ? { start: undefined } : getLineColLocation(location)
  const advice = advise(problem)
  const operation = operationOf(location?.pointer, location?.source)
  return {
    file: location?.source.absoluteRef ?? '',
    ...(start === undefined ? {} : { line: start.line, column: start.col }),
    ...(operation === undefined ? {} : { operation }),
    message: problem.message,
    ...(advice === undefined ? {} : { advice }),
  }
}

const advice: Record<string, string> = {
  'no-unresolved-refs': 'Correct the reference, or add what it points at.',
  'operation-operationId-unique': 'Give each operation a name of its own; it is also the name of its file.',
  'operation-operationId': 'Add an operationId in lowerCamelCase; the handler file is named after it.',
  'no-identical-paths': 'Write the operations of both under one path.',
  'no-ambiguous-paths': 'Change one of the paths so that no request fits both.',
  'path-parameters-defined': 'Declare each {parameter} of the path once, with `in: path`, and no other.',
  'security-defined':
    'Add `security: []` where an operation is open to everybody, or name schemes that the contract defines.',
}

function advise({ ruleId, suggest }: NormalizedProblem): string | undefined {
  const [nearest] = suggest
  return nearest === undefined ? advice[ruleId] : `Did you mean ${nearest}?`
}

/** The operationId of the operation that a pointer like `#/paths/~1a/get/…` lies in. */
function operationOf(pointer: string | undefined, source: Source | undefined): string | undefined {
  const place = /^#\/paths\/[^/]+\/(get|put|post|delete|options|head|patch|trace)(?=\/|$)/.exec(pointer ?? '')
  if (place === null || source === undefined) return undefined
  try {
    const { start } = getLineColLocation({ source, pointer: `${place[0]}/operationId`, reportOnKey: false })
    const line = source.getLines()[start.line - 1]
    return /operationId['"]?\s*:\s*['"]?([\w.-]+)/.exec(line ?? '')?.[1]
  } catch {
    return undefined
  }
}

function unreadable(file: string, error: unknown): ContractFault {
  const message = error instanceof Error ? error.message : String(error)
  const position = /\((\d+):(\d+)\)|at line (\d+), column (\d+)|line (\d+), column (\d+)/.exec(message)
  const [line, column] = (position ?? []).slice(1).filter((part) => part !== undefined)
  return {
    file,
    ...(line === undefined ? {} : { line: Number(line), column: Number(column) }),
    message: `The contract cannot be read: ${message.split('\n')[0]}`,
  }
}

function withoutRepeats(faults: ContractFault[]): ContractFault[] {
  const seen = new Set<string>()
  return faults.filter((fault) => {
    const key = `${fault.file}:${fault.line}:${fault.message}`
    return !seen.has(key) && seen.add(key)
  })
}
