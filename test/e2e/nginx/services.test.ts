import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { listServices, openProject } from '../../../lib/contract/project.ts'
import { loadJourneys } from '../../../lib/smoke/load-journeys.ts'
import { loadContracts } from '../../../lib/smoke/local-contract.ts'
import { countSteps } from '../../../lib/smoke/result.ts'
import { runSmoke } from '../../../lib/smoke/run-smoke.ts'
import { buildServer } from '../../parity/hosts/process.ts'
import type { Workspace } from '../../parity/hosts/workspace.ts'
import { type SystemBehindNginx, startBehindNginx } from '../behind-nginx.ts'
import { skip } from './nginx.ts'

const services = listServices(openProject())
let workspace: Workspace

const variables = { ENV: 'test', STORE_URL: 'sqljs::memory:' }

interface ProblemBody {
  type: string
  status: number
  detail?: string
  requestId: string
}

for (const [name, groups] of [
  ['a process for each service', services.map((service) => [service])],
  ['all services in one process', [services]],
] as const) {
  describe(`behind nginx, ${name}`, { skip }, () => {
    let system: SystemBehindNginx

    before(async () => {
      workspace ??= await buildServer('services')
      system = await startBehindNginx(workspace, groups, () => variables)
    })

    after(() => system?.stop())

    const get = (path: string, init: RequestInit = {}): Promise<Response> => fetch(`${system.nginx.base}${path}`, init)

    for (const service of services) {
      test(`${service} answers, and its contract has the address of nginx`, async () => {
        const health = await get(`/${service}/-/health`)
        const contract = await get(`/${service}/-/openapi.json`)

        assert.deepEqual(await health.json(), { status: 'ok', service })
        const { servers } = (await contract.json()) as { servers: { url: string }[] }
        assert.deepEqual(servers, [{ url: system.nginx.base }])
      })
    }

    if (services.includes('auth')) {
      test('the metadata of the authorization server are where RFC 8414 and OpenID Connect want them, and name the address of nginx', async () => {
        for (const path of ['/.well-known/oauth-authorization-server/auth', '/auth/.well-known/openid-configuration']) {
          const response = await get(path)

          const { issuer } = (await response.json()) as { issuer: string }
          assert.equal(issuer, `${system.nginx.base}/auth`, path)
        }
      })
    }

    test('the docs portal is there', async () => {
      const response = await get('/docs')

      assert.equal(response.status, 200)
      assert.match(response.headers.get('content-type') ?? '', /^text\/html/)
    })

    test('a problem of a service has the id that the client gave its request', async () => {
      const response = await get('/addition?a=x&b=2', { headers: { 'x-request-id': 'from-client' } })

      const body = (await response.json()) as ProblemBody
      assert.equal(response.status, 400)
      assert.equal(response.headers.get('x-request-id'), 'from-client')
      assert.equal(body.requestId, 'from-client')
      assert.equal(body.type, `${system.nginx.base}/docs/problems/validation-failed`)
    })

    test('the id that nginx gives a request is the one that the service answers with', async () => {
      const response = await get('/time')
      await response.body?.cancel()

      const id = response.headers.get('x-request-id') ?? ''
      assert.match(id, /^[0-9a-f]{32}$/)
      assert.ok(system.nginx.log().includes(`"requestId":"${id}"`))
    })

    test('what no service answers is the problem that the kit has for it', async () => {
      const response = await get('/nowhere')

      assert.equal(response.status, 404)
      assert.equal(((await response.json()) as ProblemBody).detail, 'Nothing answers /nowhere.')
    })

    test('the contracts and the journeys of smoke pass', async () => {
      const project = openProject()

      const { journeys } = await runSmoke({
        base: system.nginx.base,
        contracts: await loadContracts(project),
        journeys: await loadJourneys(project),
        write: false,
        strict: true,
        timeoutMs: 10_000,
        concurrency: 2,
      })

      const failures = journeys.flatMap(({ steps }) => steps.flatMap(({ failure }) => failure?.message ?? []))
      assert.deepEqual(failures, [])
      assert.ok(countSteps(journeys).passed > 50)
    })

    test('a body of 1 MiB is read by the service, and a larger one is a problem', async () => {
      const post = (bytes: number): Promise<Response> =>
        get('/hello', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: '{"apple":1}'.padEnd(bytes, ' '),
        })

      const fits = await post(1_048_576)
      const exceeds = await post(1_048_577)

      assert.equal(fits.status, 200, await fits.text())
      assert.equal(exceeds.status, 413)
      assert.match(((await exceeds.json()) as ProblemBody).type, /\/docs\/problems\/body-too-large$/)
    })
  })
}

describe('behind nginx, when a process ends', { skip }, () => {
  let system: SystemBehindNginx

  before(async () => {
    workspace ??= await buildServer('services')
    system = await startBehindNginx(
      workspace,
      services.map((service) => [service]),
      () => variables,
    )
  })

  after(() => system?.stop())

  test('its service is a problem, and the others go on', async () => {
    await system.hosts.get('hello')?.stop()

    const down = await fetch(`${system.nginx.base}/hello/Ada`)
    const up = await fetch(`${system.nginx.base}/time`)
    await up.body?.cancel()

    assert.equal(down.status, 502)
    assert.equal(down.headers.get('content-type'), 'application/problem+json')
    assert.equal(((await down.json()) as ProblemBody).type, '/docs/problems/bad-gateway')
    assert.equal(up.status, 200)
  })
})

after(() => workspace?.remove())
