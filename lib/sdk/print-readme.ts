import type { Json, OpenApiDocument } from '../contract/document.ts'
import { listOperations, type OperationModel } from '../contract/operations.ts'
import { exampleRequest } from './example-request.ts'
import type { PackageNames } from './package-names.ts'
import { printValue } from './print-value.ts'
import { itemOf, problemsOf, publicOperations, sureHeaders, takesToken, valuesOf } from './public-operations.ts'

/** An operation with a request that the contract's examples make. */
interface Example {
  operation: OperationModel
  request: { [part: string]: Json }
}

/** The README of a package. Its examples are one program in pieces; all they use is in the contract's examples. */
export function printReadme(
  document: OpenApiDocument,
  names: PackageNames,
  { name, license }: { name: string; license: string },
): string {
  const { info } = document
  const { operations } = publicOperations(listOperations(document))
  const possible = operations.flatMap((operation): Example[] => {
    const request = exampleRequest(document, operation)
    return request === undefined ? [] : [{ operation, request }]
  })
  const current = possible.filter(({ operation }) => operation.source.deprecated !== true)
  const examples = current.length === 0 ? possible : current
  const read = firstRead(document, examples)
  const write = firstWrite(examples)
  const sections = [
    `# ${name}`,
    info.summary,
    `A client for ${info.title} ${info.version}, for Node 20 and later, browsers, Deno and workers. It needs nothing but \`fetch\`, and
has types.`,
    `\`\`\`sh\nnpm install ${name}\n\`\`\``,
    printStart(document, operations, names, name, read),
    printLists(document, examples, names),
    printWrite(write, names),
    printProblems(read, names),
    printConditional(document, read, names),
    options,
    printTable(document, operations),
    info.description === undefined ? undefined : `## About ${info.title}\n\n${info.description.trim()}`,
    `## Licence\n\n${license}. Written from the service's OpenAPI contract by \`twelvefold sdk\`; a change belongs there.`,
  ]
  return `${sections.filter((section) => section !== undefined).join('\n\n')}\n`
}

/** What shows most: one thing by its address, open to everybody. An address behind a token is that of somebody's own. */
function firstRead(document: OpenApiDocument, examples: readonly Example[]): Example | undefined {
  const reads = examples.filter(({ operation }) => operation.method === 'get')
  const open = reads.filter(({ operation }) => operation.security.length === 0)
  return (
    open.find(({ request }) => 'path' in request) ??
    open.find(({ operation }) => itemOf(document, operation) === undefined) ??
    open[0] ??
    reads.find(({ request }) => !('path' in request))
  )
}

const firstWrite = (examples: readonly Example[]): Example | undefined => {
  const writes = examples.filter(({ operation, request }) => operation.method === 'post' && !('path' in request))
  return writes.find(({ operation }) => takesKey(operation)) ?? writes.find(({ request }) => 'body' in request)
}

const takesKey = ({ parameters }: OperationModel): boolean =>
  parameters.some(({ name }) => /^idempotency-key$/i.test(name))

const printCall = ({ variable }: PackageNames, { operation, request }: Example, indent = ''): string =>
  `${variable}.${operation.id}(${Object.keys(request).length === 0 ? '' : printValue(request, indent)})`

const javascript = (code: string): string => `\`\`\`js\n${code}\n\`\`\``

function printStart(
  document: OpenApiDocument,
  operations: readonly OperationModel[],
  names: PackageNames,
  name: string,
  read: Example | undefined,
): string {
  const needsToken = operations.some((operation) => takesToken(document, operation))
  const token = needsToken ? '\n  token: process.env.ACCESS_TOKEN,' : ''
  const imports = [names.create, ...(read === undefined ? [] : ['Problem'])].join(', ')
  const client = needsToken
    ? `{\n  baseUrl: 'https://api.example.com',${token}\n}`
    : `{ baseUrl: 'https://api.example.com' }`
  const lines = [`import { ${imports} } from '${name}'`, '', `const ${names.variable} = ${names.create}(${client})`]
  if (read !== undefined)
    lines.push('', `const answer = await ${printCall(names, read)}`, 'console.log(answer.status, answer.body)')
  const tokens = needsToken
    ? '\n\n`token` may be a function that gets one. It is called once for all calls, and again when an answer is a 401.'
    : ''
  return `${javascript(lines.join('\n'))}

An answer has its \`status\`, its \`body\`, read by its media type, and its \`headers\`, by names in lower case. Where an operation
has several answers below 400, look at \`status\` first: the type of \`body\` follows from it.${tokens}`
}

function printLists(document: OpenApiDocument, examples: readonly Example[], names: PackageNames): string | undefined {
  const list = examples.find(({ operation }) => itemOf(document, operation) !== undefined)
  if (list === undefined) return undefined
  const all = printCall(names, list).replace(`.${list.operation.id}(`, `.${list.operation.id}.all(`)
  return `## Lists

${javascript(`for await (const item of ${all}) {\n  console.log(item)\n}`)}

reads page after page while the loop runs. \`${list.operation.id}.pages()\` gives the pages themselves.`
}

function printWrite(write: Example | undefined, names: PackageNames): string | undefined {
  if (write === undefined) return undefined
  const key = takesKey(write.operation)
    ? `

Each call has an \`idempotency-key\` of its own, which stays the same when it is tried again: it is done once. Give one
yourself, in \`headers\`, where a call shall be the same as an earlier one.`
    : ''
  return `## Changes

${javascript(`const made = await ${printCall(names, write)}\nconsole.log(made.status, made.body)`)}${key}`
}

function printProblems(read: Example | undefined, names: PackageNames): string | undefined {
  if (read === undefined) return undefined
  const [listed] = problemsOf(read.operation)
  const typed = `\`isProblem(error, '${read.operation.id}', ${listed?.[0]})\` also tells the type of its \`body\`.`
  return `## Errors

${javascript(`try {
  await ${printCall(names, misspelt(read), '  ')}
} catch (error) {
  if (!(error instanceof Problem)) throw error
  console.log(error.status, error.code, error.detail, error.errors)
}`)}

- \`Problem\`: an answer of 400 or above (RFC 9457), with \`status\`, \`type\`, \`code\` (the last part of \`type\`), \`title\`, \`detail\`,
  \`errors\`, \`requestId\`, the whole \`body\` and \`headers\`.${
    listed === undefined
      ? ''
      : `
  ${typed}`
  }
- \`NoAnswer\`: the service could not be reached, or did not answer in time (\`timedOut\`); \`cause\` says more.
- \`UnexpectedAnswer\`: an answer that the contract does not have, such as a redirect: none is followed.
- The reason of your own \`AbortSignal\`; a \`TypeError\` where the call itself is wrong.`
}

/** The same call with something in its path that is not there. */
function misspelt({ operation, request }: Example): Example {
  const path = Object.fromEntries(Object.keys((request.path ?? {}) as object).map((name) => [name, 'no-such-one']))
  return { operation, request: { ...request, ...(Object.keys(path).length > 0 ? { path } : {}) } }
}

function printConditional(
  document: OpenApiDocument,
  read: Example | undefined,
  names: PackageNames,
): string | undefined {
  const success = read && valuesOf(read.operation).find(([status]) => status === '200')
  if (read === undefined || success === undefined || !sureHeaders(document, success[1]).includes('etag'))
    return undefined
  return `## What has not changed

${javascript(`const again = await ${printCall(names, read).slice(0, -1)}, { ifNoneMatch: answer.headers.etag })
console.log(again.status) // 304 as long as nothing has changed`)}`
}

const options = `## Options

| option | of the client | of a call | |
| --- | --- | --- | --- |
| \`baseUrl\` | yes | | where the service is, with its path prefix |
| \`token\` | yes | | an access token, or a function that gets one; sent where an operation takes one |
| \`headers\` | yes | yes | sent besides: other credentials than tokens, for example |
| \`timeoutMs\` | yes | yes | how long each attempt may take; 10000 |
| \`retries\` | yes | yes | how often it is tried again; 2 |
| \`fetch\` | yes | | used in place of the global one |
| \`signal\` | | yes | ends the call |
| \`ifNoneMatch\` | | of a read | an \`etag\` that is at hand: the answer may be a 304 |

Tried again is what got no answer, or 500, 502, 503, 504, or 429 with \`Retry-After\`; and only what does no harm when it is done
twice: GET, HEAD, PUT, DELETE, what has an \`idempotency-key\`, and what the service says can be repeated. Between attempts is a
growing time with some chance in it, or what \`Retry-After\` asks for, up to 5 s; where it asks for more, the problem is thrown at
once.`

function printTable(document: OpenApiDocument, operations: readonly OperationModel[]): string {
  const rows = operations.map((operation) => {
    const { id, method, path, source } = operation
    const notes = [
      source.summary ?? '',
      takesToken(document, operation) ? ' (token)' : '',
      source.deprecated === true ? ' **deprecated**' : '',
    ]
    return `| \`${id}\` | \`${method.toUpperCase()} ${path}\` | ${notes.join('').replaceAll('|', '\\|')} |`
  })
  return `## Operations

| operation | request | |
| --- | --- | --- |
${rows.join('\n')}

A call is given the parts of its request: \`path\`, \`query\`, \`headers\`, \`cookies\` and \`body\`. Your editor shows each with its
documentation.`
}
