import { unreachable } from '../exit-codes.ts'
import { CommandError } from '../failure.ts'
import { trouble } from './exit-codes.ts'

/** How long an answer may take, in milliseconds. */
const patience = 10_000

/** How long an answer may be, in bytes: ten times the largest contract that is known to us. */
const most = 64_000_000

export interface Answer {
  ok: boolean
  status: number
  text: string
}

/**
 * Fetches what an address answers.
 *
 * @throws {@link CommandError} where nobody answers, too late, or with too much
 */
export async function ask(url: string): Promise<Answer> {
  const { username, password } = new URL(url)
  if (username !== '' || password !== '')
    throw new CommandError(
      'An address with user and password is not asked: fetch the document, and compare with the file.',
      trouble,
    )
  try {
    const response = await fetch(url, {
      headers: { accept: 'application/json, application/yaml;q=0.9, */*;q=0.1' },
      signal: AbortSignal.timeout(patience),
    })
    return { ok: response.ok, status: response.status, text: await readText(url, response) }
  } catch (error) {
    if (error instanceof CommandError) throw error
    const { message, cause } = error as Error
    const reason = cause instanceof Error ? cause.message || Reflect.get(cause, 'code') : message
    throw new CommandError(`${url} cannot be reached: ${reason}`, unreachable)
  }
}

/** The exit code for an answer that is no document: where the server fails, it may be there later. */
export const exitCodeFor = ({ status }: Answer): number => (status >= 500 ? unreachable : trouble)

/** What an answer says that is no document. */
export const toRefusal = ({ status }: Answer): string =>
  status === 401 || status === 403
    ? `answered ${status}: it asks who is there: fetch it, and compare with the file`
    : `answered ${status}`

async function readText(url: string, { body }: Response): Promise<string> {
  const decoder = new TextDecoder()
  let [text, size] = ['', 0]
  for await (const chunk of body ?? []) {
    size += chunk.byteLength
    if (size > most)
      throw new CommandError(`${url} answers with more than ${most / 1_000_000} MB, so it is no contract.`, trouble)
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}
