import type { MediaType, OpenApiDocument, ResponseObject } from '../contract/document.ts'
import { type OperationModel, successOf } from '../contract/operations.ts'
import { mediaTypeOf, negotiate } from '../endpoint/media-type.ts'
import { Reply } from '../endpoint/reply.ts'
import { mockBody } from './mock-body.ts'
import { mockHeaders } from './mock-headers.ts'
import type { Preferences } from './mock-preferences.ts'
import { namedExample } from './sample.ts'

/** A response of the contract, and the status that it is answered with. */
export interface MockResponse {
  status: number
  /** How the contract writes the status: `200`, `2XX` or `default`. */
  key: string
  response: ResponseObject
}

/** What one operation can answer. Bodies are made when they are first asked for, and kept. */
export class MockAnswers {
  readonly #document: OpenApiDocument
  readonly #model: OperationModel
  readonly #bodies = new Map<string, unknown>()

  constructor(document: OpenApiDocument, model: OperationModel) {
    this.#document = document
    this.#model = model
  }

  /**
   * @param accept the client's Accept header
   * @returns the answer, and which preferences the contract has nothing for
   */
  choose(preferences: Preferences, accept: string | undefined): { answer: Reply; unknown: string[] } {
    const { code, example } = preferences
    const asked = code === undefined ? undefined : responseOf(this.#model, code)
    const chosen = asked ?? successResponse(this.#model)
    const contents = Object.entries(chosen.response.content ?? {})
    const [type, content] = chooseType(contents, accept) ?? []
    const found = content !== undefined && namedExample(this.#document, content, example) !== undefined

    const applied: string[] = []
    const unknown: string[] = []
    if (code !== undefined) (asked === undefined ? unknown : applied).push(`code=${code}`)
    if (example !== undefined) (found ? applied : unknown).push(`example=${quote(example)}`)
    const headers = {
      ...mockHeaders(this.#document, chosen.response),
      // The contract's first type is the one that is sent without a word.
      ...(type === undefined || (contents[0]?.[0] === type && /^\d+$/.test(chosen.key))
        ? {}
        : { 'content-type': type }),
      ...(applied.length === 0 ? {} : { 'preference-applied': applied.join(', ') }),
    }
    const body = type === undefined || content === undefined ? undefined : this.#body(chosen, type, content, example)
    return { answer: new Reply(chosen.status, body, headers), unknown }
  }

  #body({ key }: MockResponse, type: string, content: MediaType, example: string | undefined): unknown {
    const name = namedExample(this.#document, content, example) === undefined ? undefined : example
    const known = JSON.stringify([key, type, name])
    if (!this.#bodies.has(known)) this.#bodies.set(known, mockBody(this.#document, type, content, name))
    return this.#bodies.get(known)
  }
}

/** The response of a call that goes well, as far as the contract knows one; else the first that it lists. */
export function successResponse(model: OperationModel): MockResponse {
  const statuses = model.responses.map(([status]) => status)
  const success = successOf(model) ?? ['2XX', 'default', '3XX'].find((key) => statuses.includes(key)) ?? statuses[0]
  const [key, response] = model.responses.find(([status]) => status === String(success)) ?? ['204', {}]
  const status = key === 'default' ? 200 : Number(key.replaceAll('X', '0'))
  return { status, key, response }
}

/** The response that covers a status: by itself, by its range, or by `default` (OpenAPI 3.1, section 4.8.16). */
function responseOf(model: OperationModel, status: number): MockResponse | undefined {
  const keys = [String(status), `${Math.floor(status / 100)}XX`, 'default']
  const found = keys.map((key) => model.responses.find(([known]) => known === key)).find((entry) => entry !== undefined)
  return found === undefined ? undefined : { status, key: found[0], response: found[1] }
}

/** The media type that a client prefers; the first where it takes none, as an error is better than no answer. */
function chooseType(contents: [string, MediaType][], accept = '*/*'): [string, MediaType] | undefined {
  const types = contents.map(([type]) => mediaTypeOf(type))
  const preferred = negotiate(accept, types)
  return contents[preferred === undefined ? 0 : types.indexOf(preferred)]
}

const quote = (text: string): string => (/^[\w.-]+$/.test(text) ? text : JSON.stringify(text))
