import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeprecationFault, readDeprecation } from './deprecation.ts'
import { type OpenApiDocument, resolve } from './document.ts'
import type { ContractFault } from './fault.ts'
import { readLambdaSettings } from './lambda-settings.ts'
import { locate } from './load.ts'
import { handlerFileName, kindOf, listOperations, type OperationModel, successOf } from './operations.ts'
import type { Project } from './project.ts'
import { readRateLimit } from './rate-limit.ts'
import { reservedNames } from './reserved-names.ts'
import { reservedWords } from './reserved-words.ts'
import { toScheme } from './security-schemes.ts'

export interface CheckOptions {
  /** Do not ask for handlers: mocks answer instead. */
  mock?: boolean
}

/**
 * The kit's own checks of a contract: rule 1 of the design (every operation has its handler, every handler its
 * operation, nothing is silently open) and what the three hosts can carry.
 */
export function checkContract(
  project: Project,
  service: string,
  document: OpenApiDocument,
  options: CheckOptions = {},
): ContractFault[] {
  const file = join(project.functions, service, 'openapi.yaml')
  const faults: ContractFault[] = []
  const report = (pointer: string, message: string, advice: string, operation?: string): void => {
    faults.push({ file, ...locate(file, pointer), ...(operation ? { operation } : {}), message, advice })
  }
  if (!/^[a-z][a-z0-9-]+$/.test(service) || reservedNames.includes(service)) {
    report(
      '',
      `A service cannot be named ${service}.`,
      'Use two or more lower-case letters, digits and hyphens; docs, health and metrics are taken.',
    )
  }
  if (!document.openapi?.startsWith('3.1')) {
    report('/openapi', `The contract is OpenAPI ${document.openapi}.`, 'Write it as OpenAPI 3.1: `openapi: 3.1.0`.')
  }
  const operations = listOperations(document)
  for (const operation of operations) {
    checkPath(service, operation, report)
    checkOperation(operation, report)
    checkBodies(operation, report)
    checkSecurity(project, service, document, operation, report)
    checkRateLimit(operation, report)
    checkSmoke(operation, report)
    checkCors(operation, report)
    checkDeprecation(operation, report)
    checkLambda(operation.source['x-lambda'], operation.pointer, report, operation.id)
  }
  checkLambda(document['x-lambda'], '', report)
  checkHandlers(project, service, operations, options.mock ?? false, report, faults)
  return faults
}

type Report = (pointer: string, message: string, advice: string, operation?: string) => void

function checkPath(service: string, { path, pointer, id }: OperationModel, report: Report): void {
  const parent = pointer.replace(/\/[^/]+$/, '')
  const root = `/${service}`
  // RFC 8615 puts these at the root of an origin, and RFC 8414, section 3.1, the issuer's path after them.
  const isWellKnown = path.startsWith('/.well-known/') && path.endsWith(root)
  if (path !== root && !path.startsWith(`${root}/`) && !isWellKnown) {
    report(parent, `The path ${path} does not begin with ${root}.`, `Write ${root}${path}.`, id)
  }
  const segments = path.split('/').slice(1)
  if (segments.includes('-')) {
    report(
      parent,
      `The path ${path} uses /-/, which is the kit's.`,
      'Rename the segment; /-/ holds health, version and openapi.json.',
      id,
    )
  }
  if (segments.includes('') && path !== '/') {
    report(parent, `The path ${path} has an empty segment.`, 'Remove the doubled or trailing slash.', id)
  }
  if (segments.some((segment) => segment.includes('{') && !/^\{[A-Za-z_]\w*\}$/.test(segment))) {
    report(
      parent,
      `A segment of ${path} mixes a parameter with text.`,
      'Let each {parameter}, named with letters and digits, fill its segment; API Gateway has no other.',
      id,
    )
  }
}

function checkOperation(operation: OperationModel, report: Report): void {
  const { id, method, pointer } = operation
  if (!/^[a-z][A-Za-z0-9]*$/.test(id)) {
    report(
      `${pointer}/operationId`,
      `The operationId ${id} is not in lowerCamelCase.`,
      'It names a constant and a file: write it like getProduct.',
      id,
    )
  }
  if (reservedWords.has(id) || id === 'then') {
    report(
      `${pointer}/operationId`,
      `The operationId ${id} ${id === 'then' ? 'would make a promise of what has it' : 'is a word of JavaScript'}.`,
      'It names a constant that is exported: write it like getProduct.',
      id,
    )
  }
  if (method === 'head' || method === 'options' || method === 'trace') {
    report(
      pointer,
      `The contract declares ${method.toUpperCase()}.`,
      'Remove it: the hosts answer HEAD from GET and OPTIONS from the routes, and refuse TRACE.',
      id,
    )
  }
  if (successOf(operation) === undefined) {
    report(
      `${pointer}/responses`,
      `${id} lists no successful response.`,
      'Add the status of its success, such as 200, 201 or 204.',
      id,
    )
  }
}

function checkBodies({ id, method, body, parameters, pointer }: OperationModel, report: Report): void {
  if (body !== undefined && (method === 'get' || method === 'delete')) {
    report(
      `${pointer}/requestBody`,
      `${method.toUpperCase()} has a request body.`,
      'Use POST, or parameters: a body has no meaning here (RFC 9110, section 9.3).',
      id,
    )
  }
  for (const type of Object.keys(body?.content ?? {})) {
    if (type.startsWith('multipart/')) {
      report(
        `${pointer}/requestBody`,
        `The body may be ${type}, which the kit cannot read.`,
        'Take the file as a body of its own, such as application/octet-stream or image/*.',
        id,
      )
    }
  }
  for (const parameter of parameters) {
    const types = Object.keys(parameter.content ?? {})
    if (types.some((type) => kindOf(type) !== 'json')) {
      report(
        pointer,
        `The parameter ${parameter.name} is ${types.join(', ')}.`,
        'Give it a schema, or application/json as its content.',
        id,
      )
    }
  }
}

function checkRateLimit({ id, source, security, pointer }: OperationModel, report: Report): void {
  const limit = readRateLimit(source['x-rate-limit'])
  if (typeof limit === 'string') {
    report(`${pointer}/x-rate-limit`, limit, 'Write for example {rate: 200/s, burst: 100, per: client}.', id)
  } else if (limit?.per === 'caller' && security.length === 0) {
    report(`${pointer}/x-rate-limit`, `${id} asks for no token, so it has no caller to count.`, 'Use per: client.', id)
  }
}

function checkLambda(written: unknown, pointer: string, report: Report, id?: string): void {
  const settings = readLambdaSettings(written)
  if (typeof settings === 'string')
    report(`${pointer}/x-lambda`, settings, 'Write for example {memory: 512, timeout: 10}.', id)
}

/** The word of an operation that `twelvefold smoke` cannot try by itself. */
function checkSmoke({ id, source, pointer }: OperationModel, report: Report): void {
  const reason = source['x-smoke']
  if (reason === undefined || (typeof reason === 'string' && reason.trim() !== '')) return
  report(`${pointer}/x-smoke`, `x-smoke of ${id} is no text.`, 'Write why it cannot be tried: reports say it.', id)
}

/** Whatever else was meant would be open in silence. */
function checkCors({ id, source, pointer }: OperationModel, report: Report): void {
  const { 'x-cors': cors = false } = source
  if (cors !== false)
    report(
      `${pointer}/x-cors`,
      `The x-cors of ${id} is not false.`,
      'Write false, or leave it out: CORS_ORIGINS decides then.',
      id,
    )
}

function checkDeprecation({ id, source, pointer }: OperationModel, report: Report): void {
  const read = readDeprecation(source)
  if (read === undefined || !isDeprecationFault(read)) return
  report(
    `${pointer}/${source[read.word as `x-${string}`] === undefined ? 'deprecated' : read.word}`,
    read.message,
    'Write for example deprecated: true, x-deprecated-since: 2026-06-01, x-sunset: 2026-12-31.',
    id,
  )
}

/** Bearer tokens are checked by the kit, every other scheme by an export of the service's `security.ts`. */
function checkSecurity(
  project: Project,
  service: string,
  document: OpenApiDocument,
  { id, security, pointer }: OperationModel,
  report: Report,
): void {
  for (const name of new Set(security.flatMap((requirement) => Object.keys(requirement)))) {
    const scheme = toScheme(resolve<unknown>(document, document.components?.securitySchemes?.[name]))
    if (scheme?.type === 'bearer' || (scheme !== undefined && exportsScheme(project, service, name))) continue
    report(
      `${pointer}/security`,
      `Nobody has configured the security scheme ${name}.`,
      scheme === undefined
        ? 'Use a scheme of type oauth2, openIdConnect, apiKey, or http with bearer or basic.'
        : `The kit checks bearer tokens. Add functions/${service}/security.ts, which exports \`${name}\`.`,
      id,
    )
  }
}

function exportsScheme(project: Project, service: string, name: string): boolean {
  const file = join(project.functions, service, 'security.ts')
  return (
    existsSync(file) &&
    new RegExp(`^export\\s+(?:const|(?:async\\s+)?function)\\s+${name}\\b`, 'm').test(readFileSync(file, 'utf8'))
  )
}

function checkHandlers(
  project: Project,
  service: string,
  operations: OperationModel[],
  mock: boolean,
  report: Report,
  faults: ContractFault[],
): void {
  const folder = join(project.functions, service)
  const names = new Map<string, string>()
  for (const { id, pointer } of operations) {
    const name = handlerFileName(id)
    const other = names.get(name)
    if (other !== undefined && other !== id) {
      report(`${pointer}/operationId`, `${id} and ${other} both have the file ${name}.ts.`, 'Rename one of them.', id)
    }
    names.set(name, id)
    const handler = join(folder, `${name}.ts`)
    if (!existsSync(handler)) {
      if (!mock)
        report(
          `${pointer}/operationId`,
          `${id} has no handler.`,
          `Add functions/${service}/${name}.ts, which exports \`handler\`.`,
          id,
        )
    } else if (!exportsHandler(handler)) {
      faults.push({
        file: handler,
        operation: id,
        message: `The handler file of ${id} exports no \`handler\`.`,
        advice: `Add: export const handler = endpoint(${id}, ...)`,
      })
    }
  }
  for (const entry of readdirSync(folder)) {
    if (!entry.endsWith('.ts') || names.has(entry.slice(0, -3)) || !exportsHandler(join(folder, entry))) continue
    faults.push({
      file: join(folder, entry),
      message: 'This handler has no operation.',
      advice: `Add its operation to functions/${service}/openapi.yaml, or remove the file.`,
    })
  }
}

const exportsHandler = (file: string): boolean => /^export\s+const\s+handler\b/m.test(readFileSync(file, 'utf8'))
