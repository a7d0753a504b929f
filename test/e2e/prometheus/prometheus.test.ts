import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { claimPort } from '../../../lib/hosts/claim-port.ts'
import { kitMetrics } from '../../../lib/observe/metrics/metric-table.ts'
import { startTokenIssuer, type TokenIssuer } from '../../fakes/token-issuer.ts'
import { buildServer, type ProcessHost, startServer } from '../../parity/hosts/process.ts'
import type { Workspace } from '../../parity/hosts/workspace.ts'
import { type Prometheus, rulesFile, runPromtool, skip, startPrometheus } from './prometheus.ts'

const token = 'for-prometheus-only'

interface Panel {
  title: string
  targets?: { expr: string }[]
}

const dashboard = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../docs/operation/grafana-dashboard.json'), 'utf8'),
) as { panels: Panel[]; templating: { list: { name: string; definition?: string }[] } }

/** What Grafana would put in the place of its variables, where all is chosen. */
const filledIn = (expression: string): string =>
  expression.replaceAll('$__rate_interval', '1m').replaceAll(/\$(?:job|service)\b/g, '.*')

/** The expressions of the rules: of each its name, and what is to be evaluated. */
const rules = [
  ...readFileSync(rulesFile, 'utf8').matchAll(/- (?:alert|record): (\S+)\n +expr: (?:\|\n((?: {10,}.*\n)+)|(.*)\n)/g),
].map(([, name = '', block, line = '']) => ({ name, expression: (block ?? line).trim() }))

const metricName = /\b(?:twelvefold|nodejs|process|service(?:_operation)?:)\w[\w:]*/g

describe('a real Prometheus', { skip }, () => {
  let workspace: Workspace
  let issuer: TokenIssuer
  let host: ProcessHost
  let prometheus: Prometheus

  before(async () => {
    ;[workspace, issuer] = await Promise.all([buildServer('services'), startTokenIssuer()])
    // Nobody is there: each order fails, and soon the breaker opens.
    const CATALOG_URL = `http://127.0.0.1:${await claimPort(0, '127.0.0.1')}`
    const env = { ENV: 'test', SERVICES: 'colors,hello,orders', STORE_URL: 'sqljs::memory:', RATE_LIMITS: 'off' }
    host = await startServer(workspace, { ...issuer.env, ...env, CATALOG_URL, METRICS_TOKEN: token })
    prometheus = await startPrometheus({ port: host.port, token })
  })

  after(async () => {
    await prometheus?.stop()
    await host?.stop()
    issuer?.close()
    workspace?.remove()
  })

  const call = async (target: string, init: RequestInit = {}): Promise<Response> => {
    const response = await fetch(`http://127.0.0.1:${host.port}${target}`, init)
    await response.arrayBuffer()
    return response
  }

  const mixColor = (): Promise<Response> =>
    call('/colors', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"name":"Chalk","hex":"#f4f1ea","palette":"plain"}',
    })

  let orders = 0
  async function order(): Promise<Response> {
    const authorization = `Bearer ${await issuer.tokenOf('ada', 'orders:read', 'orders:write')}`
    return call('/orders', {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json', 'idempotency-key': `order-${++orders}` },
      body: '{"items":[{"productId":"lmp-0002","quantity":1}]}',
    })
  }

  test('it finds nothing to complain of in the metrics of a process', async () => {
    await Promise.all([call('/hello/Ada'), call('/colors'), call('/health/ready'), order()])
    assert.equal((await mixColor()).status, 201)
    assert.equal((await mixColor()).status, 409)
    const response = await fetch(`http://127.0.0.1:${host.port}/metrics`, {
      headers: { authorization: `Bearer ${token}` },
    })

    assert.deepEqual(await runPromtool(['check', 'metrics'], await response.text()), { code: 0, output: '' })
  })

  test('it scrapes them with the token', async () => {
    const [found] = await prometheus.until('twelvefold_build_info')

    assert.equal(found?.metric.job, 'twelvefold')
    assert.deepEqual(
      (await prometheus.query('up')).map(({ value }) => value[1]),
      ['1'],
    )
  })

  test('when orders fail, because the catalog is down, the alerts for errors and for the breaker fire', async () => {
    const firing = 'count(ALERTS{alertname=~"TwelvefoldErrors|TwelvefoldBreakerOpen",alertstate="firing"}) == 2'
    const statuses = new Set<number>()
    for (let tries = 0; (await prometheus.query(firing)).length === 0; tries++) {
      assert.ok(tries < 200, `they do not fire: ${JSON.stringify(await prometheus.query('ALERTS'))}`)
      for (let count = 0; count < 10; count++) statuses.add((await order()).status)
    }

    assert.ok([...statuses].every((status) => status >= 500))
    assert.deepEqual(
      (await prometheus.query('ALERTS{alertstate="firing"}'))
        .map(({ metric: { alertname, service, upstream } }) => `${alertname} ${service ?? upstream}`)
        .sort(),
      ['TwelvefoldBreakerOpen catalog', 'TwelvefoldErrors orders'],
    )
  })

  test('every metric of the kit is there', async () => {
    for (const [name, { type }] of Object.entries(kitMetrics))
      await prometheus.until(type === 'histogram' ? `${name}_bucket` : name)
  })

  test('every recording rule has data, and so has everything that an alert looks at', async () => {
    assert.equal(rules.length, 15)
    for (const { name, expression } of rules) {
      await prometheus.query(expression)
      if (name.includes(':')) await prometheus.until(name)
      for (const [metric] of expression.matchAll(metricName)) await prometheus.until(metric)
    }
  })

  for (const { title, targets = [] } of dashboard.panels) {
    if (targets.length === 0) continue
    test(`the panel "${title}" of the dashboard has data`, async () => {
      for (const { expr } of targets) await prometheus.until(filledIn(expr))
    })
  }
})

describe('the rules that ship', { skip }, () => {
  test('are well written', async () => {
    const { code, output } = await runPromtool(['check', 'rules', '--lint=all', '--lint-fatal', rulesFile])

    assert.equal(code, 0, output)
  })

  test('fire when they should, and only then', async () => {
    const { code, output } = await runPromtool(['test', 'rules', 'alerts.test.yml'])

    assert.equal(code, 0, output)
  })
})
