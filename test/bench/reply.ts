import type { Call } from './calls.ts'
import { exposedHeaders, securityHeaders } from './servers/answer-headers.ts'

/** Headers that belong to the policy and not to the reply itself: what a server has of them, it has as the kit has it. */
const policy: Readonly<Record<string, string>> = {
  ...securityHeaders,
  'access-control-allow-origin': '*',
  'access-control-expose-headers': exposedHeaders,
}

/**
 * Makes sure that a server does what it is measured for: the right reply, nothing accepted that breaks the contract.
 *
 * @param withPolicy the server answers with the kit's policy headers and a request id
 * @throws where it does not
 */
export async function checkReply(name: string, port: number, call: Call, withPolicy: boolean): Promise<void> {
  const { method, headers, body } = call
  const address = (path: string): string => `http://127.0.0.1:${port}${path}`
  const sent = { ...headers, ...call.turns?.[0] }
  const request = { method, headers: sent, ...(body === undefined ? {} : { body }) }
  const response = await fetch(address(call.path), request)
  const text = await response.text()
  const expect = (what: string, is: unknown, wanted: unknown): void => {
    if (is !== wanted) throw new Error(`${name}, ${call.name}: ${what} is ${String(is)} and not ${String(wanted)}`)
  }
  expect('the status', response.status, 200)
  if (typeof call.reply === 'string') expect('the body', text, call.reply)
  else await call.reply(text)
  expect('the media type', response.headers.get('content-type')?.split(';')[0], 'application/json')
  expect('content-length', response.headers.get('content-length'), String(Buffer.byteLength(text)))
  for (const [header, pattern] of Object.entries(call.replyHeaders ?? {}))
    expect(`that ${header} looks like ${pattern}`, pattern.test(response.headers.get(header) ?? ''), true)
  if (withPolicy) {
    // Directives of a policy may have any white space between them.
    for (const [header, value] of Object.entries(policy))
      expect(header, response.headers.get(header)?.replaceAll(';', '; ').replaceAll(/\s+/g, ' '), value)
    expect('an x-request-id of 36 characters', response.headers.get('x-request-id')?.length, 36)
  }

  const broken = await fetch(address(call.broken.path), {
    ...request,
    headers: call.broken.headers ?? sent,
    ...(call.broken.body === undefined ? {} : { body: call.broken.body }),
  })
  await broken.arrayBuffer()
  expect('the status of a request that is to be refused is 4xx: it', Math.floor(broken.status / 100), 4)
}
