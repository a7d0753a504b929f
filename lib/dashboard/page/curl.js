// A request as a command line. Secrets are not in this page, so their places are to be filled in.

const hidden = '[redacted]'
/** What curl says by itself, and what belongs to the connection or the first trace. */
const own =
  /^(?:host|connection|content-length|accept-encoding|user-agent|traceparent|tracestate|b3|x-b3-\w+|sec-.*|x-request-id)$/

/** @param origin the address of the host */
export function toCurl({ method, target, request }, origin) {
  const body = request.body
  const words = ['curl']
  if (method !== 'GET' && !(method === 'POST' && body !== undefined)) words.push(`-X ${method}`)
  for (const [name, value] of Object.entries(request.headers)) {
    if (!own.test(name)) words.push(`-H ${quote(`${name}: ${fill(value, name)}`)}`)
  }
  if (body?.kind === 'json' || body?.kind === 'text') words.push(`--data-binary ${quote(fill(body.text, 'secret'))}`)
  words.push(quote(origin + fill(target, 'secret')))
  return words.join(' \\\n  ')
}

/** A placeholder that says what belongs there. */
const fill = (text, name) => text.replaceAll(hidden, `<${name}>`)

/** One word of a POSIX shell, whatever is in it. */
const quote = (text) => `'${text.replaceAll("'", "'\\''")}'`
