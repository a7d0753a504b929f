import { kitSettings } from '../config/kit.ts'
import { endpoint } from '../endpoint/endpoint.ts'
import type { EndpointEvent } from '../endpoint/exchange.ts'
import { kitOperation } from '../endpoint/kit-operation.ts'
import type { Reply } from '../endpoint/reply.ts'
import type { Endpoint, ServiceModule } from '../hosts/application.ts'
import { problem } from '../problem/problem.ts'
import type { Content } from './content.ts'
import { pageHeaders, portalHeaders } from './page-headers.ts'
import type { Pages } from './pages.ts'

const assetTypes = ['text/css', 'text/javascript', 'image/svg+xml', 'text/plain', 'text/html']

/** The assets that the pages of the problems use, and that so stay up with them. */
const problemAssets = ['page.css', 'icon.svg']

/**
 * The docs portal: `/docs` and its assets, and the pages that the `type` of a problem leads to. `DOCS=off` takes the
 * portal away, never those pages. Contracts, pages and assets are loaded when they are first asked for.
 *
 * @param services what they do is not needed, only what they say of themselves
 */
export function docsEndpoints(
  services: readonly Pick<ServiceModule, 'name' | 'loadContract'>[],
  release: { version: string; commit: string },
): Endpoint[] {
  const page = kitOperation('docs', 'getPortal', '/docs', ['text/html'])
  const asset = kitOperation('docs', 'getAsset', '/docs/{asset}', assetTypes)
  const index = kitOperation('docs', 'listProblems', '/docs/problems', ['text/html'])
  const explanation = kitOperation('docs', 'getProblem', '/docs/problems/{code}', ['text/html'])
  const forPortal = { securityHeaders: portalHeaders(kitSettings().PUBLIC_URL) }
  const forPage = { securityHeaders: pageHeaders }

  let loaded: Promise<Pages> | undefined
  async function send(
    event: EndpointEvent,
    find: (pages: Pages) => Promise<Content> | undefined,
  ): Promise<Reply<200, string | Uint8Array>> {
    loaded ??= import('./pages.ts').then(({ createPages }) => createPages(services, release))
    const content = await find(await loaded)
    if (content === undefined) throw problem('not-found', `Nothing answers ${event.rawPath}.`)
    const { sendContent } = await import('./content.ts')
    return sendContent(event, content)
  }

  return [
    {
      operation: page,
      handler: endpoint(
        page,
        ({ event }) => send(event, ({ portal }) => (kitSettings().DOCS ? portal() : undefined)),
        forPortal,
      ),
    },
    {
      operation: asset,
      handler: endpoint(
        asset,
        ({ event }) => {
          const name = event.pathParameters?.asset ?? ''
          const published = kitSettings().DOCS || problemAssets.includes(name)
          return send(event, (pages) => (published ? pages.asset(name) : undefined))
        },
        forPortal,
      ),
    },
    {
      operation: index,
      handler: endpoint(index, ({ event }) => send(event, ({ problemIndex }) => problemIndex()), forPage),
    },
    {
      operation: explanation,
      handler: endpoint(
        explanation,
        ({ event }) => send(event, (pages) => pages.problem(event.pathParameters?.code ?? '')),
        forPage,
      ),
    },
  ]
}
