import { OAuthFault } from './oauth-fault.ts'

/** The parameters of a form, each given once. */
export type Form = Readonly<Record<string, string | undefined>>

/**
 * Reads the form of an OAuth endpoint. A parameter without a value counts as left out, and none may be there twice
 * (RFC 6749, section 3.2).
 *
 * @throws OAuthFault `invalid_request`
 */
export function readForm(body: object | undefined): Form {
  const form: Record<string, string> = Object.create(null)
  for (const [name, value] of Object.entries(body ?? {})) {
    const values = [value].flat().map(String)
    if (values.length > 1) throw new OAuthFault('invalid_request', `The parameter ${printable(name)} is given twice.`)
    if (values[0]) form[name] = values[0]
  }
  return form
}

/** What error_description may hold (RFC 6749, section 5.2). */
const printable = (text: string): string => text.replace(/[^\x20-\x21\x23-\x5b\x5d-\x7e]/g, '?').slice(0, 40)

/** @throws OAuthFault `invalid_request` where the parameter is missing */
export function requireParameter(form: Form, name: string): string {
  const value = form[name]
  if (value === undefined) throw new OAuthFault('invalid_request', `The parameter ${name} is missing.`)
  return value
}
