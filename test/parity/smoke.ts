import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { openProject } from '../../lib/contract/project.ts'
import { loadJourneys } from '../../lib/smoke/load-journeys.ts'
import { loadContracts } from '../../lib/smoke/local-contract.ts'
import { countSteps } from '../../lib/smoke/result.ts'
import { runSmoke } from '../../lib/smoke/run-smoke.ts'
import type { SystemName } from './cases/case.ts'
import type { Host, HostKind } from './hosts/host.ts'

const root = join(import.meta.dirname, '..', '..')

/**
 * What `twelvefold smoke` tries of any deployment passes on each host: it knows only an address.
 *
 * @param without services that the host does not have in these tests
 */
export function testSmoke(kind: HostKind, hosts: ReadonlyMap<SystemName, Host>, without: readonly string[] = []): void {
  test(`[${kind}] the contracts and the journeys pass, without a client and without data`, async (context) => {
    const host = hosts.get('services')
    assert.ok(host)
    const contracts = (await loadContracts(openProject(root))).filter(({ service }) => !without.includes(service))

    const { journeys, reached } = await runSmoke({
      base: await openPort(context, host),
      contracts,
      journeys: await loadJourneys({ root }),
      write: false,
      strict: true,
      timeoutMs: 30_000,
      concurrency: 4,
    })

    const failures = journeys.flatMap(({ steps }) => steps.flatMap(({ failure }) => failure?.message ?? []))
    assert.ok(reached)
    assert.deepEqual(failures, [])
    assert.ok(countSteps(journeys).passed >= contracts.length * 6)
  })
}

/** The host behind an address of its own, also where it is no server. */
export async function openPort(context: Pick<TestContext, 'after'>, host: Pick<Host, 'request'>): Promise<string> {
  const server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks)
    const headers = Object.entries(incoming.headersDistinct).flatMap(([name, values = []]) =>
      /^(?:host|connection|content-length|transfer-encoding)$/.test(name)
        ? []
        : values.map((value): [string, string] => [name, value]),
    )
    const { method = '', url: target = '' } = incoming
    const answer = await host.request({ method, target, headers, body: body.length > 0 ? body : undefined })
    const kept = answer.headers.filter(([name]) => !/^(?:connection|keep-alive|transfer-encoding)$/.test(name))
    response.writeHead(answer.status, kept.flat())
    response.end(answer.body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  context.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
