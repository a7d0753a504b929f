import assert from 'node:assert/strict'

/**
 * An answer that has to have this status; its type is narrowed to that of the status.
 *
 * @throws AssertionError that tells what the answer says instead
 * @example
 * const { body: order } = expect(await shop.createOrder({ headers, body }), 201)
 */
export function expect<Given extends { status: number; body: unknown }, Status extends Given['status']>(
  answer: Given,
  status: Status,
): Extract<Given, { status: Status }> {
  assert.ok(hasStatus(answer, status), `it answered ${describeAnswer(answer)}, not ${status}`)
  return answer
}

function hasStatus<Given extends { status: number }, Status extends Given['status']>(
  answer: Given,
  status: Status,
): answer is Extract<Given, { status: Status }> {
  return answer.status === status
}

/** A status, and what a problem says of it: `404 (There is no product lmp-9999.)`. */
export function describeAnswer({ status, body }: { status: number; body: unknown }): string {
  if (typeof body !== 'object' || body === null) return String(status)
  // `error_description` and `error` are OAuth's (RFC 6749, section 5.2).
  const said = ['detail', 'title', 'error_description', 'error'].map((name) => Reflect.get(body, name))
  const text = said.find((value) => typeof value === 'string')
  return text === undefined ? String(status) : `${status} (${text})`
}
