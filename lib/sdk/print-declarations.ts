import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { OpenApiDocument, ResponseObject } from '../contract/document.ts'
import { printContents } from '../contract/operation-types.ts'
import { listOperations, type OperationModel } from '../contract/operations.ts'
import { printRequest } from '../contract/request-type.ts'
import { comment, propertyName, TypePrinter } from '../contract/types.ts'
import { formatDeclarations } from './format-declarations.ts'
import type { PackageNames } from './package-names.ts'
import { itemOf, problemsOf, publicOperations, sureHeaders, takesToken, valuesOf } from './public-operations.ts'
import { renameSchemas } from './rename-schemas.ts'
import { usedDeclarations } from './used-declarations.ts'

/** Names that the declarations take from the language: a schema of that name would hide them. */
const ofTheLanguage = ['AsyncGenerator', 'Error', 'Promise', 'Readonly', 'Record', 'Uint8Array']

/** The `index.d.ts` of a package: the operations with their documentation, their types, and the contract's schemas. */
export function printDeclarations(contract: OpenApiDocument, names: PackageNames): string {
  const surface = readFileSync(join(import.meta.dirname, 'surface.ts'), 'utf8').replace(/^\/\*\*[\s\S]*?\*\/\n/, '')
  const exported = [...surface.matchAll(/^export (?:type|interface|declare class) (\w+)/gm)].map(
    ([, name = '']) => name,
  )
  const taken = new Set([...exported, ...ofTheLanguage, names.client, names.operations, names.create, 'isProblem'])
  const document = renameSchemas(contract, taken)
  const { operations } = publicOperations(listOperations(document))
  const sent = new TypePrinter(document, 'sent')
  const response = new TypePrinter(document, 'response')
  const own = [
    printClient(document, operations, names, response),
    printOperations(document, operations, names, sent, response),
  ].join('\n')
  const schemas = `${response.declarations()}\n${sent.hasOwnNames ? sent.declarations() : ''}`
  const parts = [
    own,
    '// The schemas of the contract\n',
    usedDeclarations(schemas, own),
    '\n// What every client has\n',
  ]
  return `${formatDeclarations(parts.join('\n'))}\n${surface.trim()}\n`
}

function printClient(
  document: OpenApiDocument,
  operations: readonly OperationModel[],
  names: PackageNames,
  response: TypePrinter,
): string {
  const methods = operations.map((operation) => {
    const types = `${names.operations}['${operation.id}']`
    const item = itemOf(document, operation)
    const reads = operation.method === 'get' ? `ReadMethod<${types}>` : `Method<${types}>`
    const type = item === undefined ? reads : `ListMethod<${types}, ${response.print(item)}>`
    return `${comment({ description: describe(document, operation) })}readonly ${operation.id}: ${type}`
  })
  const { info } = document
  const about = comment({ description: [`${info.title} ${info.version}`, info.summary].filter(Boolean).join(': ') })
  return `${about}export interface ${names.client} {\n${methods.join('\n\n')}\n}

/**
 * Makes a client. Nothing is sent yet.
 *
 * @throws {TypeError} where an option is wrong
 */
export declare function ${names.create}(options: ClientOptions): ${names.client}

/** Whether something thrown is the problem of one operation with one status: its \`body\` is then typed. */
export declare function isProblem<
  Id extends keyof ${names.operations},
  Status extends keyof ${names.operations}[Id]['problems'] & number,
>(error: unknown, operation: Id, status: Status): error is Problem<Status, ${names.operations}[Id]['problems'][Status]>
`
}

/** The doc comment of a method: what the contract says of it. */
function describe(document: OpenApiDocument, operation: OperationModel): string {
  const { source, method, path, security } = operation
  const scopes = [...new Set(security.flatMap((requirement) => Object.values(requirement).flat()))].sort()
  const access = takesToken(document, operation)
    ? `Takes a token${scopes.length > 0 ? `: ${scopes.join(', ')}` : ''}.`
    : undefined
  const failures = problemsOf(operation).map(([status, { description = '' }]) =>
    `@throws {Problem} ${status} ${firstSentence(description)}`.trimEnd(),
  )
  const tags = [...failures, ...(source.deprecated === true ? ['@deprecated'] : [])]
  return [source.summary, source.description?.trim(), `\`${method.toUpperCase()} ${path}\``, access, tags.join('\n')]
    .filter(Boolean)
    .join('\n\n')
}

/** What stands before the first full stop or colon. */
const firstSentence = (text: string): string =>
  (/^[\s\S]*?(?=[.:](?:\s|$))/.exec(text)?.[0] ?? text).replace(/\s+/g, ' ').trim()

function printOperations(
  document: OpenApiDocument,
  operations: readonly OperationModel[],
  names: PackageNames,
  sent: TypePrinter,
  response: TypePrinter,
): string {
  const members = operations.map((operation) => {
    const responses = valuesOf(operation).map(
      ([status, answer]) =>
        `${status}: { body: ${printBody(answer, response)}; headers: ${printHeaders(document, answer)} }`,
    )
    const problems = problemsOf(operation).map(([status, answer]) => `${status}: ${printBody(answer, response)}`)
    return `${propertyName(operation.id)}: {
request: ${operation.parameters.length === 0 && operation.body === undefined ? 'Record<string, never>' : printRequest(operation, sent, operation.parameters)}
responses: {\n${responses.join('\n')}\n}
problems: ${problems.length === 0 ? 'Record<never, never>' : `{\n${problems.join('\n')}\n}`}
}`
  })
  return `/** What each operation is sent, and what it answers. */\nexport interface ${names.operations} {\n${members.join('\n')}\n}\n`
}

function printBody({ content = {} }: ResponseObject, printer: TypePrinter): string {
  return Object.keys(content).length === 0 ? 'undefined' : printContents(content, printer)
}

function printHeaders(document: OpenApiDocument, answer: ResponseObject): string {
  const names = sureHeaders(document, answer)
  return names.length === 0
    ? 'Record<never, never>'
    : `{ ${names.map((name) => `${propertyName(name)}: string`).join('; ')} }`
}
