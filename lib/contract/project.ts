import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { parseEnv } from 'node:util'

/** Where the parts of a project are. Every command works on the project of the current folder. */
export interface Project {
  root: string
  functions: string
  generated: string
  dist: string
}

export function openProject(root: string = process.cwd()): Project {
  const base = resolve(root)
  return {
    root: base,
    functions: join(base, 'functions'),
    generated: join(base, 'generated'),
    dist: join(base, 'dist'),
  }
}

/** The names of the project's services: the folders of `functions/` that hold a contract, sorted. */
export function listServices(project: Project): string[] {
  if (!existsSync(project.functions)) return []
  return readdirSync(project.functions, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(project.functions, entry.name, 'openapi.yaml')))
    .map((entry) => entry.name)
    .sort()
}

/** Whether a service has work that can be left half done: then its hosts run its `recover.ts`. */
export const hasRecovery = (project: Project, service: string): boolean =>
  existsSync(join(project.functions, service, 'recover.ts'))

/** Whether a service takes bearer tokens: then its hosts check whose, before the first request. */
export const takesTokens = (project: Project, service: string): boolean =>
  /\btype["']?:\s*["']?(?:oauth2|openIdConnect)\b|\bscheme["']?:\s*["']?bearer\b/i.test(
    readFileSync(join(project.functions, service, 'openapi.yaml'), 'utf8'),
  )

/**
 * Whether a service keeps data, its own or the kit's for it: then its hosts check and open the store before the first
 * request.
 */
export function declaresCollections(project: Project, service: string): boolean {
  const folder = join(project.functions, service)
  return (
    takesIdempotencyKeys(project, service) ||
    countsInStore(project, service) ||
    readdirSync(folder).some(
      (file) => file.endsWith('.ts') && /\bcollection\s*[(<]/.test(readFileSync(join(folder, file), 'utf8')),
    )
  )
}

/** Whether an operation of a service has the header parameter `Idempotency-Key`: the kit then keeps its answers. */
export const takesIdempotencyKeys = (project: Project, service: string): boolean =>
  contractSays(project, service, /\bname["']?:\s*["']?idempotency-key\b/i)

/** Whether an operation of a service has an `x-rate-limit`. */
export const limitsRates = (project: Project, service: string): boolean =>
  contractSays(project, service, /\bx-rate-limit["']?:/)

/** Whether the kit counts requests of a service in the store. */
export const countsInStore = (project: Project, service: string): boolean =>
  readRateLimits(project) === 'store' && limitsRates(project, service)

/** `RATE_LIMITS` where it stands when a project is built: in the environment, or in the env file that `ENV` picks. */
function readRateLimits({ root }: Project): string | undefined {
  if (process.env.RATE_LIMITS) return process.env.RATE_LIMITS
  const file = join(root, 'env', `${process.env.ENV || 'dev'}.env`)
  return existsSync(file) ? parseEnv(readFileSync(file, 'utf8')).RATE_LIMITS : undefined
}

/**
 * Looks for a pattern in a contract and the files that it refers to. It reads their text and no more: what asks is also
 * asked where parsing every contract again would be too slow. Comments are not the contract's.
 */
function contractSays(project: Project, service: string, pattern: RegExp): boolean {
  const files = new Set([join(project.functions, service, 'openapi.yaml')])
  for (const file of files) {
    if (!existsSync(file)) continue
    const text = readFileSync(file, 'utf8').replace(/^\s*#.*$/gm, '')
    if (pattern.test(text)) return true
    for (const [, path = ''] of text.matchAll(/\$ref["']?:\s*["']?([^#"'\s{}]+)/g))
      if (!/^[a-z]+:/i.test(path)) files.add(resolve(dirname(file), path))
  }
  return false
}
