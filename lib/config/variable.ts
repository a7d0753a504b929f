/** Where a variable's value is found among the services bound to an app on Cloud Foundry. */
export interface Binding {
  /** The service's instance name, or else its label, or else one of its tags. */
  service: string
  /** The key in the service's `credentials`; may be a dotted path: `read.uri`. */
  key: string
}

/** What can be said of any variable, whatever its type. */
export interface About {
  /** What it is for, in a few words; shown where it is missing. */
  description?: string
  example?: string
  /** Its value is shown to nobody: not in errors, not by `twelvefold env`. */
  secret?: boolean
  binding?: Binding
}

/** The declaration of one environment variable. `Value` has `undefined` in it where the variable is optional. */
export interface Variable<Value> extends About {
  /** Completes the sentence "must be …". */
  readonly expects: string
  /** The text as a value, or undefined where the text is refused. May throw an error whose message says why. */
  readonly parse: (text: string) => Value | undefined
  readonly required: boolean
  /** Is the value itself, not a text. */
  readonly default?: Value
  /** An empty text is a value too; without it, it counts as missing. */
  readonly allowEmpty?: boolean
}

/** Variables by their names. */
export type Schema = Record<string, Variable<unknown>>

/** The values of a schema's variables. */
export type Settings<S extends Schema> = {
  readonly [Name in keyof S]: S[Name] extends Variable<infer Value> ? Value : never
}

/** The options of a type of variable, with those of the type's own. Required without `default` or `optional`. */
export type Options<Value, Extra = object> = About & Extra & { default?: Value; optional?: true }

/** A type of variable: a function from options to a declaration. */
export interface VariableType<Value, Extra = object> {
  (options: About & Extra & { optional: true; default?: never }): Variable<Value | undefined>
  (options?: About & Extra & { default?: Value; optional?: never }): Variable<Value>
}

/** Puts a declaration together from what its type knows and what its author said. */
export function declare<Value>(
  expects: string,
  parse: (text: string) => Value | undefined,
  options: Options<Value, { allowEmpty?: boolean }>,
): Variable<Value> {
  const { optional, ...about } = options
  return { ...about, expects, parse, required: !optional && options.default === undefined }
}

/**
 * Makes a type of variable of your own.
 *
 * @param expects completes the sentence "must be …"
 * @param parse gives the value, or undefined where the text is refused: the message is `must be <expects>, is "…"`.
 *   It may also throw: the message is the error's. The validators of envalid fit: `variable('a host', host()._parse)`.
 * @example
 * const colour = variable('a colour such as #ff8800', (text) => (/^#[0-9a-f]{6}$/.test(text) ? text : undefined))
 *
 * export const settings = config('shop', { SHOP_COLOUR: colour({ default: '#000000' }) })
 */
export function variable<Value>(expects: string, parse: (text: string) => Value | undefined): VariableType<Value> {
  return (options: Options<Value> = {}) => declare(expects, parse, options)
}
