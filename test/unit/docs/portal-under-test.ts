import { docsEndpoints } from '../../../lib/docs/endpoints.ts'
import type { EndpointEvent, EndpointResult } from '../../../lib/endpoint/exchange.ts'
import { createRouter } from '../../../lib/hosts/router.ts'

/** A contract with all that the list shows, and with text that wants to be markup. */
export const shop = {
  openapi: '3.1.0',
  info: { title: 'Shop <b>', version: '1.0.0', summary: 'Sells "this" & <script>alert(1)</script>' },
  security: [{ oauth: ['shop:read'] }],
  paths: {
    '/shop/products': {
      get: { operationId: 'listProducts', summary: 'List <img src=x onerror=alert(1)>', security: [{}, { key: [] }] },
      post: { operationId: 'addProduct', summary: 'Add a product', security: [{ oauth: ['shop:write'], key: [] }] },
    },
    '/shop/products/{productId}': {
      get: { operationId: 'getProduct', summary: 'Get a product', deprecated: true },
      delete: { operationId: 'removeProduct', summary: 'Remove a product', security: [] },
    },
  },
}

export const time = {
  openapi: '3.1.0',
  info: { title: 'Time', version: '1.0.0' },
  paths: { '/time': { get: { operationId: 'getTime', summary: 'Get the current time' } } },
}

export interface PortalUnderTest {
  get: (path: string, headers?: Record<string, string>, method?: string) => Promise<EndpointResult>
  /** How often a contract was loaded. */
  contractsLoaded: () => number
  answers: (path: string) => boolean
}

/** The endpoints of a portal for two services, called as a host calls them: with an event of payload format 2.0. */
export function createPortal(): PortalUnderTest {
  let loads = 0
  const serve = (name: string, document: object) => ({
    name,
    loadContract: async () => {
      loads += 1
      return JSON.stringify(document)
    },
  })
  const endpoints = docsEndpoints([serve('shop', shop), serve('time', time)], {
    version: '1.2.3',
    commit: '0123456789abcdef',
  })
  const router = createRouter<(typeof endpoints)[number]>()
  for (const endpoint of endpoints) router.add(endpoint.operation.method, endpoint.operation.path, endpoint)

  function find(path: string) {
    const match = router.match(path)
    return match === undefined || match === 'malformed' ? undefined : match
  }

  return {
    contractsLoaded: () => loads,
    answers: (path) => find(path) !== undefined,
    get: async (path, headers = {}, method = 'GET') => {
      const match = find(path)
      const endpoint = match?.methods.GET
      if (endpoint === undefined) throw new Error(`Nothing answers ${path}.`)
      return endpoint.handler(toEvent(path, match?.params, headers, method), {})
    },
  }
}

function toEvent(
  path: string,
  params: Record<string, string> | undefined,
  headers: Record<string, string>,
  method: string,
): EndpointEvent {
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: '',
    headers,
    ...(params === undefined ? {} : { pathParameters: params }),
    requestContext: { http: { method, path, protocol: 'HTTP/1.1', sourceIp: '', userAgent: '' } },
    isBase64Encoded: false,
  } as unknown as EndpointEvent
}
