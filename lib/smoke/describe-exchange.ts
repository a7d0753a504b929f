import { mediaTypeOf } from '../endpoint/media-type.ts'
import { redacted, redactText } from '../observe/redact.ts'
import type { Exchange } from './answer.ts'

/** How much of a body is shown, in characters. */
const mostOfBody = 600

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

/**
 * A request and what came of it, line by line: nothing that is shown is a secret.
 *
 * @example
 * describeExchange(exchange)
 * // GET http://localhost:3000/time
 * // answered 500 application/problem+json after 12 ms
 * // {"type":"/docs/problems/internal-error", …}
 * // request id: smoke-7f0c…, to look for in the logs
 * // again: curl -i 'http://localhost:3000/time'
 */
export function describeExchange(exchange: Exchange): string[] {
  const { method, url, headers, body, answer, error, ms } = exchange
  const time = `after ${Math.round(ms)} ms`
  const lines = [`${method} ${redactText(url)}`]
  for (const [name, value] of shownHeaders(headers)) lines.push(`${name}: ${value}`)
  if (body !== undefined) lines.push(shorten(redactText(body)))
  if (answer === undefined) lines.push(`no answer ${time}: ${error}`)
  else {
    const type = mediaTypeOf(answer.headers['content-type'] ?? '')
    lines.push(`answered ${answer.status}${type === '' ? '' : ` ${type}`} ${time}`)
    if (answer.text !== '') lines.push(shorten(redactText(answer.text)))
  }
  lines.push(`request id: ${requestIdOf(exchange)}, to look for in the logs`, `again: ${toCurl(exchange)}`)
  return lines
}

/** The id that the deployment has given the request; else the one that it was sent with. */
export const requestIdOf = ({ answer, headers }: Exchange): string | undefined =>
  answer?.headers['x-request-id'] ?? headers['x-request-id']

const isCredential = (name: string): boolean => /^(?:authorization|cookie)$/i.test(name)

function shownHeaders(headers: Exchange['headers']): [string, string][] {
  return Object.entries(headers)
    .filter(([name]) => name !== 'x-request-id' && name !== 'user-agent')
    .map(([name, value]) => [name, isCredential(name) ? `${value.split(' ')[0]} ${redacted}` : redactText(value)])
}

/** A command that sends it again; a token, or the secret of the client, is a variable of whoever does. */
function toCurl({ method, url, headers, body }: Exchange): string {
  const words = ['curl', '-i', ...(method === 'GET' ? [] : ['-X', method])]
  for (const [name, value] of shownHeaders(headers)) {
    if (!isCredential(name)) words.push('-H', quote(`${name}: ${value}`))
    else if (/^basic /i.test(value)) words.push('-u', '"$SMOKE_CLIENT_ID:$SMOKE_CLIENT_SECRET"')
    else words.push('-H', '"authorization: Bearer $TOKEN"')
  }
  if (body !== undefined) words.push('-d', quote(redactText(body)))
  return [...words, quote(redactText(url))].join(' ')
}

/** On one line, as an HTML page would fill the screen. */
function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > mostOfBody ? `${line.slice(0, mostOfBody)} …` : line
}
