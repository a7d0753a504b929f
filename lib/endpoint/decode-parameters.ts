import { parse as parseQueryString } from 'node:querystring'
import { decodeScalar, typesOf } from './decode-scalar.ts'
import type { EndpointEvent } from './exchange.ts'
import type { Fault, Operation, Parameter } from './operation.ts'

type Texts = Record<string, string | string[] | undefined>
type Values = Record<string, unknown>

const delimiters: Partial<Record<Parameter['style'], string>> = { spaceDelimited: ' ', pipeDelimited: '|' }

/**
 * Reads one parameter out of the texts of its place, as OpenAPI's style and explode say (OpenAPI 3.1, section 4.8.12).
 * Texts arrive decoded once; a delimited list is split after that, because not every host keeps the raw query.
 *
 * @returns the value, or undefined where the parameter is absent
 */
export function decodeParameter(parameter: Parameter, texts: Texts, faults: Fault[]): unknown {
  const { name, types } = parameter
  if (parameter.style === 'deepObject') return decodeDeepObject(parameter, texts)
  if (parameter.shape === 'object' && parameter.explode && parameter.style === 'form') return pick(parameter, texts)
  const given = texts[name]
  if (given === undefined) return undefined
  if (parameter.shape === 'array') {
    const items = Array.isArray(given) ? given : [given]
    const parts =
      parameter.style === 'form' && parameter.explode ? items : items.flatMap((item) => split(parameter, item))
    return parts.map((part) => decodeScalar(part, types))
  }
  if (Array.isArray(given)) {
    faults.push({ in: parameter.in, pointer: `/${name}`, detail: 'is given more than once' })
    return undefined
  }
  if (parameter.shape === 'json') return decodeJson(parameter, given, faults)
  if (parameter.shape === 'object') return decodePairs(parameter, split(parameter, given))
  return decodeScalar(unprefix(parameter, given), types)
}

function unprefix({ style, name }: Parameter, text: string): string {
  if (style === 'label' && text.startsWith('.')) return text.slice(1)
  if (style === 'matrix' && text.startsWith(`;${name}=`)) return text.slice(name.length + 2)
  return text
}

function split(parameter: Parameter, text: string): string[] {
  const bare = unprefix(parameter, text)
  if (parameter.explode && parameter.style === 'label') return bare.split('.')
  if (parameter.explode && parameter.style === 'matrix') return bare.split(`;${parameter.name}=`)
  const parts = bare.split(delimiters[parameter.style] ?? ',')
  return parameter.in === 'header' ? parts.map((part) => part.trim()) : parts
}

/** `R,100,G,200`, or exploded `R=100,G=200`. */
function decodePairs(parameter: Parameter, parts: string[]): Values {
  const entries: [string, string][] = []
  if (parameter.explode) {
    for (const part of parts) {
      const at = part.indexOf('=')
      entries.push(at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)])
    }
  } else {
    for (let at = 0; at < parts.length; at += 2) entries.push([parts[at] ?? '', parts[at + 1] ?? ''])
  }
  return readProperties(parameter, entries)
}

/** `filter[color]=red&filter[size]=4`. */
function decodeDeepObject(parameter: Parameter, texts: Texts): Values | undefined {
  const prefix = `${parameter.name}[`
  const entries: [string, string | string[]][] = []
  for (const [key, text] of Object.entries(texts)) {
    if (key.startsWith(prefix) && key.endsWith(']') && text !== undefined)
      entries.push([key.slice(prefix.length, -1), text])
  }
  return entries.length === 0 ? undefined : readProperties(parameter, entries)
}

/** An exploded form object: each of its declared properties is a query parameter of its own. */
function pick(parameter: Parameter, texts: Texts): Values | undefined {
  const entries: [string, string | string[]][] = []
  for (const key of Object.keys(parameter.properties ?? {})) {
    const text = texts[key]
    if (text !== undefined) entries.push([key, text])
  }
  return entries.length === 0 ? undefined : readProperties(parameter, entries)
}

function readProperties(parameter: Parameter, entries: [string, string | string[]][]): Values {
  // Without a prototype, so that a key named __proto__ is a key like any other.
  const object: Values = Object.create(null)
  for (const [key, text] of entries) {
    const types = typesOf(parameter.properties, key)
    object[key] = Array.isArray(text) ? text.map((item) => decodeScalar(item, types)) : decodeScalar(text, types)
  }
  return object
}

function decodeJson(parameter: Parameter, text: string, faults: Fault[]): unknown {
  try {
    return JSON.parse(text)
  } catch {
    faults.push({ in: parameter.in, pointer: `/${parameter.name}`, detail: 'is not valid JSON' })
    return undefined
  }
}

/** The parameters of one operation, grouped by place once, at load. */
export function compileDecoders(
  operation: Operation,
): (event: EndpointEvent, faults: Fault[]) => Record<Parameter['in'], Values | undefined> {
  const by = (place: Parameter['in']): Parameter[] => operation.parameters.filter((parameter) => parameter.in === place)
  const places = { path: by('path'), query: by('query'), header: by('header'), cookie: by('cookie') }
  const undeclared = operation.strictQuery ? undeclaredQuery(places.query, keysInQuery(operation)) : undefined
  return (event, faults) => ({
    path: places.path.length === 0 ? undefined : decodeAll(places.path, event.pathParameters ?? {}, faults),
    query: decodeQuery(places.query, undeclared, event.rawQueryString, faults),
    header: places.header.length === 0 ? undefined : decodeAll(places.header, event.headers, faults),
    cookie: places.cookie.length === 0 ? undefined : decodeAll(places.cookie, readCookies(event), faults),
  })
}

function decodeAll(parameters: Parameter[], texts: Texts, faults: Fault[]): Values {
  const values: Values = {}
  for (const parameter of parameters) {
    const value = decodeParameter(parameter, texts, faults)
    if (value !== undefined) values[parameter.name] = value
  }
  return values
}

function decodeQuery(
  parameters: Parameter[],
  undeclared: ((key: string) => boolean) | undefined,
  raw: string,
  faults: Fault[],
): Values | undefined {
  if (raw === '' || raw === undefined) return parameters.length === 0 ? undefined : {}
  const texts = parseQueryString(raw, '&', '=', { maxKeys: 0 })
  if (undeclared !== undefined) {
    for (const key of Object.keys(texts)) {
      if (undeclared(key))
        faults.push({ in: 'query', pointer: `/${key}`, detail: 'is not a parameter of this operation' })
    }
  }
  return decodeAll(parameters, texts, faults)
}

/** Keys of an API that go into the query are declared by their security schemes. */
const keysInQuery = ({ schemes = {} }: Operation): string[] =>
  Object.values(schemes).flatMap((scheme) => (scheme.type === 'apiKey' && scheme.in === 'query' ? [scheme.name] : []))

function undeclaredQuery(parameters: Parameter[], keys: readonly string[]): (key: string) => boolean {
  const names = new Set<string>(keys)
  const deep: string[] = []
  for (const parameter of parameters) {
    if (parameter.style === 'deepObject') deep.push(`${parameter.name}[`)
    else if (parameter.shape === 'object' && parameter.explode) {
      for (const key of Object.keys(parameter.properties ?? {})) names.add(key)
    } else names.add(parameter.name)
  }
  return (key) => !names.has(key) && !deep.some((prefix) => key.startsWith(prefix) && key.endsWith(']'))
}

/** Cookies as the host has them: a list (payload format 2.0), else the header (RFC 6265, section 4.2). */
export function readCookies(event: EndpointEvent): Texts {
  const pairs = event.cookies ?? event.headers.cookie?.split(';') ?? []
  const cookies: Texts = Object.create(null)
  for (const pair of pairs) {
    const at = pair.indexOf('=')
    if (at < 0) continue
    const text = pair.slice(at + 1).trim()
    cookies[pair.slice(0, at).trim()] ??= decodeText(
      text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text,
    )
  }
  return cookies
}

function decodeText(text: string): string {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
