import { kitSettings } from '../config/kit.ts'
import { endpoint } from '../endpoint/endpoint.ts'
import { kitOperation } from '../endpoint/kit-operation.ts'
import { type Reply, reply } from '../endpoint/reply.ts'
import { problem } from '../problem/problem.ts'
import type { Endpoint, ServiceModule } from './application.ts'

/** Why a service is not well at the moment; undefined where it is. */
export type FindTrouble = () => Promise<string | undefined>

/** Never from a cache: the answer is about this moment. */
const fresh = { 'cache-control': 'no-store' }

/**
 * What every service answers without its contract saying so: `/-/health`, `/-/version` and `/-/openapi.json` below its
 * own path. `/-/` is the kit's in every service, so that no contract can collide with it.
 */
export function serviceEndpoints(
  service: Pick<ServiceModule, 'name' | 'loadContract'>,
  release: { version: string; commit: string },
  findTrouble: FindTrouble = async () => undefined,
): Endpoint[] {
  const { name, loadContract } = service
  const health = kitOperation(name, 'getHealth', `/${name}/-/health`, ['application/json'])
  const version = kitOperation(name, 'getVersion', `/${name}/-/version`, ['application/json'])
  const contract = kitOperation(name, 'getContract', `/${name}/-/openapi.json`, ['application/json'])
  return [
    { operation: health, handler: endpoint(health, () => checkHealth(name, findTrouble)) },
    { operation: version, handler: endpoint(version, () => reply(200, { service: name, ...release }, fresh)) },
    {
      operation: contract,
      handler: endpoint(contract, async () => {
        if (!kitSettings().DOCS) throw problem('not-found', 'The contracts are not published here.')
        return describeServer(JSON.parse(await loadContract()) as object)
      }),
    },
  ]
}

/** A service that cannot write its store goes on answering reads, but is not well. */
async function checkHealth(service: string, findTrouble: FindTrouble): Promise<Reply<200, object>> {
  const trouble = await findTrouble()
  if (trouble !== undefined)
    throw problem('service-unavailable', 'The store cannot be written.', { headers: { 'retry-after': '5' } })
  return reply(200, { status: 'ok', service }, fresh)
}

/**
 * The contract with the address of this deployment. Without `PUBLIC_URL` it is relative to the document's own, so that
 * it is right behind a path prefix that nobody told us.
 */
function describeServer(document: object): object {
  return { ...document, servers: [{ url: kitSettings().PUBLIC_URL ?? '../..' }] }
}
