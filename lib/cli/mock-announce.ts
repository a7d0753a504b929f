import { styleText } from 'node:util'
import { listOperations, type OperationModel } from '../contract/operations.ts'
import { successResponse } from '../mock/mock-answer.ts'
import type { MockApplication, MockedDocument } from '../mock/mock-application.ts'
import { mockCall } from '../mock/mock-call.ts'
import { localAddress } from './address.ts'
import { toColumns } from './columns.ts'

const bold = (text: string): string => styleText('bold', text, { stream: process.stdout })
const dim = (text: string): string => styleText('dim', text, { stream: process.stdout })

/** Says what is mocked, how to call it, and last that it is ready. */
export function printMocks({ documents, warnings }: MockApplication, port: number): void {
  const base = localAddress(port)
  const lines = documents.flatMap((mocked) => [bold(titleOf(mocked)), toTable(mocked), ...alsoWithout(mocked), ''])
  const tries = documents.flatMap((mocked) => tryCalls(mocked, base))
  process.stdout.write(
    `${[
      '',
      ...lines,
      ...sayWarnings(warnings),
      'Requests are checked against the contract. Security is not enforced: no token is asked for.',
      ...(tries.length === 0 ? [] : ['', 'Try:', ...tries.map((call) => `  curl -i ${call}`)]),
      '',
      `Mocks are ready at ${bold(base)} ${dim('(edits show in the next answer, Ctrl+C stops)')}`,
      '',
    ].join('\n')}`,
  )
}

/** Says that an edit is served. */
export function sayReloaded({ documents, warnings }: MockApplication): void {
  const count = documents.reduce((sum, { document }) => sum + listOperations(document).length, 0)
  process.stdout.write(`${[...sayWarnings(warnings), dim(`reloaded: ${count} operations`)].join('\n')}\n`)
}

const sayWarnings = (warnings: readonly string[]): string[] =>
  warnings.length === 0
    ? []
    : [...[...new Set(warnings)].map((text) => styleText('yellow', text, { stream: process.stdout })), '']

const titleOf = ({ document, version }: MockedDocument): string =>
  `${document.info?.title ?? 'A document without a title'} ${document.info?.version ?? ''} (OpenAPI ${version})`

function toTable(mocked: MockedDocument): string {
  const rows = listOperations(mocked.document).map((model) => {
    const { status, response } = successResponse(model)
    const types = Object.keys(response.content ?? {})
    return [model.method.toUpperCase(), `${prefixOf(mocked, model)}${model.path}`, [status, types.join(', ')].join(' ')]
  })
  return toColumns(['METHOD', 'PATH', 'ANSWERS'], rows)
}

function alsoWithout({ prefixes }: MockedDocument): string[] {
  const named = [...new Set(prefixes.values())].filter((prefix) => prefix !== '')
  return named.length === 0 ? [] : [dim(`Each path is answered without ${named.join(' or ')} as well.`)]
}

/** A call that goes well, the first plain GET if there is one, and the same with another status asked for. */
function tryCalls(mocked: MockedDocument, base: string): string[] {
  const models = listOperations(mocked.document).sort((a, b) => Number(a.method !== 'get') - Number(b.method !== 'get'))
  for (const model of models) {
    const call = mockCall(mocked.document, model, `${base}${prefixOf(mocked, model)}`)
    if (call === undefined) continue
    const refusal = refusalOf(model)
    return refusal === undefined ? [call] : [call, `-H 'Prefer: code=${refusal}' ${call}`]
  }
  return []
}

/** A status to ask for that is no success. */
function refusalOf(model: OperationModel): string | undefined {
  const statuses = model.responses.map(([status]) => status)
  const listed = statuses.find((status) => /^[45]\d\d$/.test(status))
  return listed ?? (statuses.includes('default') && successResponse(model).key !== 'default' ? '500' : undefined)
}

const prefixOf = ({ prefixes }: MockedDocument, { id }: OperationModel): string => prefixes.get(id) ?? ''
