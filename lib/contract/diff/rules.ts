/** What a change asks of a client: to change something, nothing, or to read. */
export type Level = 'breaking' | 'additive' | 'documentation'

/** A kind of change. What makes more values valid is harmless in a request and a surprise in a response. */
export interface Rule {
  /** What has changed, in words. */
  what: string
  request: Level
  response: Level
}

const breaking = (what: string): Rule => ({ what, request: 'breaking', response: 'breaking' })
const additive = (what: string): Rule => ({ what, request: 'additive', response: 'additive' })
const documentation = (what: string): Rule => ({ what, request: 'documentation', response: 'documentation' })
/** Less is valid than before. */
const narrows = (what: string): Rule => ({ what, request: 'breaking', response: 'additive' })
/** More is valid than before. */
const widens = (what: string): Rule => ({ what, request: 'additive', response: 'breaking' })

/** Every kind of change that `twelvefold diff` knows; docs/reference/contract-changes.md is printed from this table. */
export const rules = {
  'service-added': additive('a service is new'),
  'service-removed': breaking('a service is gone'),
  'contract-described': documentation('what the contract says of itself: `info` but its version, tags, links'),
  'server-added': additive('an address more in `servers`, by a value of a variable, too'),
  'server-removed': breaking('an address of `servers` is gone'),

  'operation-added': additive('a path or a method is new'),
  'operation-removed': breaking('a path or a method is gone'),
  'operation-removed-after-sunset': additive('a deprecated operation is gone, after the day of its `x-sunset`'),
  'operation-moved': breaking(
    'an operation is gone as its successor comes under the next `/v2`; passes without a version',
  ),
  'operation-renamed': breaking('another `operationId`: generated clients are called by it'),
  'operation-described': documentation('summary, description, tags, links, extensions for others'),
  'operation-deprecated': additive('an operation is deprecated, or has a sunset now'),
  'operation-restored': documentation('an operation is no longer deprecated'),
  'sunset-earlier': breaking('a sunset is earlier than was promised'),
  'sunset-later': documentation('a sunset is later, or taken back'),
  'path-parameter-renamed': documentation('a path parameter has another name'),
  'rate-limit-lowered': breaking('an `x-rate-limit` is new, or allows less'),
  'rate-limit-raised': additive('an `x-rate-limit` is gone, or allows more'),
  'undeclared-query-refused': breaking('`x-undeclared-query: allow` is gone'),
  'undeclared-query-taken': additive('`x-undeclared-query: allow` is new'),
  'cross-origin-refused': breaking('`x-cors: false` is new'),
  'cross-origin-allowed': additive('`x-cors: false` is gone'),
  'idempotence-withdrawn': breaking('`x-idempotent: true` is gone: clients would go on to send again'),
  'idempotence-promised': additive('`x-idempotent: true` is new'),

  'security-tightened': breaking('a way to be let in needs more: a scheme, a scope, or a token at all'),
  'security-loosened': additive('a way more to be let in, or one that needs less'),
  'security-scheme-changed': breaking('a security scheme works in another way, or has a flow or scope less'),
  'security-scheme-extended': additive('a security scheme has a flow or scope more'),

  'parameter-added': additive('an optional parameter is new'),
  'parameter-added-required': breaking('a required parameter is new'),
  'parameter-removed': breaking('a parameter is gone: it is refused, or no longer heeded'),
  'parameter-required': breaking('a parameter is required now'),
  'parameter-optional': additive('a parameter is no longer required'),
  'parameter-written': breaking('a parameter is written in another way: `style`, `explode`, `content`'),
  'parameter-deprecated': additive('a parameter is deprecated'),
  'parameter-described': documentation('description or examples of a parameter'),

  'body-added': additive('an optional request body is new'),
  'body-added-required': breaking('a required request body is new'),
  'body-removed': breaking('the request body is gone'),
  'body-required': breaking('the request body is required now'),
  'body-optional': additive('the request body is no longer required'),
  'media-type-added': additive('a media type is new'),
  'media-type-removed': breaking('a media type is gone'),
  'content-described': documentation('description or examples of a body, a response or a header'),

  'response-added': breaking('a status of success or redirection is new: clients do not know what it means'),
  'response-removed': breaking('a status of success or redirection is gone'),
  'error-added': additive('a status of 400 or above, or `default`, is new: its class is known (RFC 9110, section 15)'),
  'error-removed': additive('a status of 400 or above, or `default`, is gone'),
  'header-added': additive('a response header is new'),
  'header-removed': breaking('a response header is gone'),
  'header-required': additive('a response header is always there now'),
  'header-optional': breaking('a response header is no longer always there'),
  'header-written': breaking('a response header is written in another way: `explode`, `content`'),

  'type-narrowed': narrows('a type less, or `integer` instead of `number`'),
  'type-widened': widens('a type more, or `number` instead of `integer`'),
  'null-removed': narrows('`null` is no longer valid'),
  'null-added': widens('`null` is valid now'),
  'enum-narrowed': narrows('a value of an `enum` or `const` less, or an `enum` where there was none'),
  'enum-widened': widens('a value of an `enum` or `const` more, or no `enum` any more'),
  'format-added': narrows('a `format` where there was none, or a narrower one'),
  'format-removed': widens('no `format` any more, or a wider one'),
  'pattern-added': narrows('a `pattern` where there was none'),
  'pattern-removed': widens('no `pattern` any more'),
  'limit-tightened': narrows('a tighter limit: length, number, items, properties, `multipleOf`, `uniqueItems`'),
  'limit-loosened': widens('a looser limit'),
  'property-added': additive('an optional property is new: who reads leaves alone what is not known'),
  'property-added-required': narrows('a required property is new'),
  'property-removed': breaking('a property is gone, or does not go this way any more (`readOnly`, `writeOnly`)'),
  'property-required': narrows('a property is required now'),
  'property-optional': widens('a property is no longer required'),
  'additional-properties-refused': narrows('`additionalProperties` are no longer taken'),
  'additional-properties-allowed': additive('`additionalProperties` are taken now'),
  'alternative-added': widens('an alternative of `oneOf` or `anyOf` more'),
  'alternative-removed': narrows('an alternative of `oneOf` or `anyOf` less'),
  'part-added': narrows('`oneOf` or `anyOf` beside other keywords where there was none'),
  'part-removed': widens('no `oneOf` or `anyOf` beside other keywords any more'),
  'default-added': { what: 'a `default` where there was none', request: 'additive', response: 'documentation' },
  'default-changed': { what: 'another `default`, or none any more', request: 'breaking', response: 'documentation' },
  'schema-deprecated': additive('a property or schema is deprecated'),
  'schema-described': documentation('title, description, examples of a schema'),
  'cannot-be-decided': breaking(
    'anything else that decides what is valid: `not`, `if`, another `pattern`, webhooks, …',
  ),
} as const satisfies Record<string, Rule>

export type RuleId = keyof typeof rules
