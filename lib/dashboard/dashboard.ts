import { join } from 'node:path'
import { kitSettings } from '../config/kit.ts'
import type { EndpointEvent } from '../endpoint/exchange.ts'
import type { ApplicationModule, Endpoint } from '../hosts/application.ts'
import { problem } from '../problem/problem.ts'
import type { AccessOptions } from './access.ts'
import { readAsset } from './assets.ts'
import { describeCollections, readStore } from './browse-store.ts'
import { ownersOf } from './collection-owners.ts'
import { type DashboardAnswer, dashboardEndpoint } from './dashboard-endpoint.ts'
import { describeRequest } from './describe-request.ts'
import { eventsSince } from './events.ts'
import { renderDashboard } from './page.ts'
import type { RecordedRequest } from './recorded.ts'
import { type Recorder, startRecorder } from './recorder.ts'
import { readWish, replay } from './replay.ts'
import { readDashboardSettings } from './settings.ts'

/** One for the process: it goes on through reloads. */
let recorder: Recorder | undefined

/**
 * The dashboard of a desk, `/-/dev`: what a host answers beside the services. From the first call on it records what
 * happens in this process.
 *
 * @param app what is served
 * @param root the project's folder
 * @example
 * await loadApplication(app, { also: openDashboard(app, project.root) })
 */
export function openDashboard(app: ApplicationModule, root: string): Endpoint[] {
  const { DASHBOARD } = readDashboardSettings()
  if (DASHBOARD === false) return []
  recorder ??= startRecorder()
  return dashboardEndpoints(app, root, recorder, Array.isArray(DASHBOARD) ? DASHBOARD : [])
}

/** The same over a given recorder. */
export function dashboardEndpoints(
  app: ApplicationModule,
  root: string,
  kept: Recorder,
  hosts: readonly string[],
): Endpoint[] {
  const { ENV, SERVICES } = kitSettings()
  const services = app.services.filter(({ name }) => SERVICES?.includes(name) ?? true)
  const names = services.map(({ name }) => name)
  const about = {
    release: app.release,
    services: services.map(({ name, calls }) => ({ name, calls: calls?.services ?? [] })),
  }
  const answers =
    (method: 'GET' | 'POST', purpose: AccessOptions['for']) =>
    (path: string, answer: (event: EndpointEvent) => DashboardAnswer | Promise<DashboardAnswer>): Endpoint =>
      dashboardEndpoint(method, `/-/dev${path}`, { hosts, for: purpose }, answer)
  const [page, data, action] = [answers('GET', 'page'), answers('GET', 'data'), answers('POST', 'action')]
  const find = ({ pathParameters }: EndpointEvent): RecordedRequest => {
    const found = kept.requests().find(({ seq }) => seq === Number(pathParameters?.seq))
    if (found === undefined) throw problem('not-found', 'This request is not kept any more.')
    return found
  }

  return [
    page('', () => ({ type: 'text/html; charset=utf-8', text: renderDashboard(ENV) })),
    data('/assets/{asset}', async ({ pathParameters, rawPath }) => {
      const asset = await readAsset(pathParameters?.asset ?? '')
      if (asset === undefined) throw problem('not-found', `Nothing answers ${rawPath}.`)
      return asset
    }),
    data('/about', () => ({ json: about })),
    data('/events', (event) => ({ json: eventsSince(kept, Math.max(0, Number(queryOf(event).get('since')) || 0)) })),
    data('/requests/{seq}', (event) => ({ json: describeRequest(find(event), kept) })),
    action('/requests/{seq}/replay', async (event) => {
      const { body = '', isBase64Encoded } = event
      const wish = readWish(isBase64Encoded ? Buffer.from(body, 'base64').toString() : body)
      return { json: describeRequest(await replay(find(event), wish, kept), kept) }
    }),
    data('/environment', async () => {
      const { showEnvironment } = await import('./show-environment.ts')
      return { json: await showEnvironment(root) }
    }),
    data('/store', () => ({ json: describeCollections() })),
    data('/store/{collection}', async (event) => {
      const query = queryOf(event)
      const wish = { index: query.get('index'), value: query.get('value'), cursor: query.get('cursor') }
      const [index, value, cursor] = [wish.index, wish.value, wish.cursor].map((text) => text || undefined)
      const collection = event.pathParameters?.collection ?? ''
      const owners = (name: string): readonly string[] => ownersOf(name, join(root, 'functions'), names)
      return { json: await readStore(collection, { index, value, cursor }, owners) }
    }),
  ]
}

const queryOf = ({ rawQueryString }: EndpointEvent): URLSearchParams => new URLSearchParams(rawQueryString)
