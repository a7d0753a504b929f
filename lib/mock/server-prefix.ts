import type { OpenApiDocument } from '../contract/document.ts'
import type { OperationModel } from '../contract/operations.ts'

/** OpenAPI 3.1, section 4.8.5. */
interface Server {
  url?: string
  variables?: Record<string, { default?: string }>
}

/**
 * The path of the first server of an operation (its own, its path's or the document's), without a slash at its end.
 *
 * @example
 * serverPrefix({ ...document, servers: [{ url: 'https://api.example.com/v1/' }] }, operation) // '/v1'
 */
export function serverPrefix(document: OpenApiDocument, { path, source }: OperationModel): string {
  const lists = [source, document.paths?.[path], document].map((place) => Reflect.get(Object(place), 'servers'))
  const servers = lists.find((list): list is Server[] => Array.isArray(list) && list.length > 0)
  const { url = '/', variables = {} } = servers?.[0] ?? {}
  const filled = url.replace(/\{([^{}]+)\}/g, (whole, name: string) => variables[name]?.default ?? whole)
  // A relative address is relative to where the document is: here, the root.
  const address = URL.canParse(filled, 'http://prefix.invalid/')
    ? new URL(filled, 'http://prefix.invalid/').pathname
    : '/'
  return decodeURI(address).replace(/\/+$/, '')
}
