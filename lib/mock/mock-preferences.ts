/** What a client may ask a mock for. */
export interface Preferences {
  /** The status of the response. */
  code?: number
  /** The name of one of the response's examples. */
  example?: string
}

/**
 * Reads the preferences that concern mocks out of a Prefer header (RFC 7240, section 2). Others are passed over, as
 * the RFC has it; so is a code that is no final status. Of two of the same name the first counts.
 *
 * @example
 * readPreferences('code=404, example="not found"') // { code: 404, example: 'not found' }
 */
export function readPreferences(header: string | undefined): Preferences {
  const preferences: Preferences = {}
  for (const [, name = '', quoted, plain = ''] of (header ?? '').matchAll(pair)) {
    const value = quoted?.replace(/\\(.)/g, '$1') ?? plain
    if (name.toLowerCase() === 'code' && /^[2-5]\d\d$/.test(value)) preferences.code ??= Number(value)
    if (name.toLowerCase() === 'example' && value !== '') preferences.example ??= value
  }
  return preferences
}

/** `name=value` or `name="value"`, between commas or, as some clients write it, semicolons. */
const pair = /(?<=^|[,;])\s*([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^,;"\s]*))/g
