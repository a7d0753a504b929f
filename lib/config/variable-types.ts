import { type About, declare, type Options, type Variable, type VariableType } from './variable.ts'

interface Range {
  /** Inclusive. */
  min?: number
  /** Inclusive. */
  max?: number
}

/**
 * Any text. With `allowEmpty: true` the empty text is a value; otherwise it counts as missing.
 *
 * @example
 * config('hello', { HELLO_GREETING: text({ default: 'Hello', description: 'how to greet' }) })
 */
export const text: VariableType<string, { allowEmpty?: boolean }> = (
  options: Options<string, { allowEmpty?: boolean }> = {},
) => declare('text', (input) => input, options)

/**
 * A whole number, exact (up to 2^53 - 1), within `min` and `max`.
 *
 * @example
 * config('shop', { SHOP_PAGE_SIZE: integer({ min: 1, max: 100, default: 20, description: 'products a page' }) })
 */
export const integer: VariableType<number, Range> = (options: Options<number, Range> = {}) =>
  declare(
    `a whole number${limits(options)}`,
    (input) => within(options, /^\s*[+-]?\d+\s*$/.test(input) ? Number(input) : Number.NaN, Number.isSafeInteger),
    options,
  )

/**
 * A number in decimal or exponent notation, within `min` and `max`. Never `NaN` or infinite.
 *
 * @example
 * config('shop', { SHOP_DISCOUNT: number({ min: 0, max: 1, default: 0, description: 'share taken off each price' }) })
 */
export const number: VariableType<number, Range> = (options: Options<number, Range> = {}) =>
  declare(
    `a number${limits(options)}`,
    (input) =>
      within(options, /^\s*[+-]?(\d|\.\d)[\d.e+-]*\s*$/i.test(input) ? Number(input) : Number.NaN, Number.isFinite),
    options,
  )

/**
 * On or off: `on`, `true`, `1` or `off`, `false`, `0`, in any case.
 *
 * @example
 * config('shop', { SHOP_GIFTS: flag({ default: false, description: 'gift wrapping is offered' }) })
 */
export const flag: VariableType<boolean> = (options: Options<boolean> = {}) =>
  declare(
    'on or off',
    (input) => {
      const word = input.trim().toLowerCase()
      if (/^(on|true|1)$/.test(word)) return true
      return /^(off|false|0)$/.test(word) ? false : undefined
    },
    options,
  )

/**
 * A TCP port, 1 to 65535. With `allowZero: true` also 0, which asks the system for any free port.
 *
 * @example
 * config('mail', { MAIL_PORT: port({ default: 587 }) })
 */
export const port: VariableType<number, { allowZero?: boolean }> = (
  options: Options<number, { allowZero?: boolean }> = {},
) => {
  const range = { min: options.allowZero ? 0 : 1, max: 65535 }
  return declare(`a port number${limits(range)}`, integer(range).parse, options)
}

/**
 * A URL with a scheme, as the text it was given. `catalog:8080` is refused: what looks like a scheme there is a host.
 * With `schemes` only these are let through.
 *
 * @example
 * config('shop', {
 *   STORE_URL: url({ binding: { service: 'shop-store', key: 'uri' } }),
 *   CATALOG_URL: url({ schemes: ['http', 'https'], description: 'where the catalog service is' }),
 * })
 */
export const url: VariableType<string, { schemes?: readonly string[] }> = (
  options: Options<string, { schemes?: readonly string[] }> = {},
) => {
  const { schemes } = options
  return declare(
    schemes ? `a URL that starts with ${schemes.map((scheme) => `${scheme}:`).join(' or ')}` : 'a URL',
    (input) => {
      const address = input.trim()
      if (!URL.canParse(address) || /^[\w.-]+:\d+(\/|$)/.test(address)) return undefined
      return !schemes || schemes.includes(new URL(address).protocol.slice(0, -1)) ? address : undefined
    },
    options,
  )
}

/**
 * A list of texts, separated by commas; each is trimmed, and empty ones are dropped. Nothing but commas is refused.
 *
 * @example
 * config('mail', { MAIL_COPIES_TO: list({ default: [], description: 'addresses that get a copy' }) })
 */
export const list: VariableType<readonly string[]> = (options: Options<readonly string[]> = {}) =>
  declare(
    'a list separated by commas',
    (input) => {
      const entries = input.split(',').flatMap((entry) => entry.trim() || [])
      return entries.length > 0 ? Object.freeze(entries) : undefined
    },
    options,
  )

/**
 * One of the words listed; its type is the union of them.
 *
 * @example
 * config('shop', { SHOP_CURRENCY: choice(['EUR', 'USD'], { default: 'EUR' }) })
 */
export function choice<const Value extends string>(
  values: readonly Value[],
  options: About & { optional: true; default?: never },
): Variable<Value | undefined>
export function choice<const Value extends string>(
  values: readonly Value[],
  options?: About & { default?: NoInfer<Value>; optional?: never },
): Variable<Value>
export function choice<const Value extends string>(
  values: readonly Value[],
  options: Options<Value> = {},
): Variable<Value> {
  return declare(`one of ${values.join(', ')}`, (input) => values.find((value) => value === input.trim()), options)
}

/**
 * A JSON text. `check` turns what was parsed into the type you need, and throws an error whose message says what is
 * missing; without it the value is `unknown`.
 *
 * @example
 * config('shop', { SHOP_ZONES: json({ check: toZones, example: '{"EU":4.9}', description: 'shipping by zone' }) })
 */
export function json<Value = unknown>(
  options: About & { check?: (value: unknown) => Value; optional: true; default?: never },
): Variable<Value | undefined>
export function json<Value = unknown>(
  options?: About & { check?: (value: unknown) => Value; default?: NoInfer<Value>; optional?: never },
): Variable<Value>
export function json<Value = unknown>(
  options: Options<Value, { check?: (value: unknown) => Value }> = {},
): Variable<unknown> {
  return declare<unknown>(
    'JSON',
    (input) => {
      let value: unknown
      try {
        value = JSON.parse(input)
      } catch {
        return undefined
      }
      return options.check ? options.check(value) : value
    },
    options,
  )
}

function within({ min, max }: Range, value: number, accepts: (value: number) => boolean): number | undefined {
  return accepts(value) && value >= (min ?? value) && value <= (max ?? value) ? value : undefined
}

function limits({ min, max }: Range): string {
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`
  if (min !== undefined) return ` of at least ${min}`
  return max === undefined ? '' : ` of at most ${max}`
}
