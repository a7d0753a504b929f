import { readAuthSettings } from '../auth/auth-settings.ts'
import { type CallingService, callLoaders } from '../client/call-loaders.ts'
import { checkServices } from '../config/check-services.ts'
import { kitSettings } from '../config/kit.ts'
import { selectServices } from '../config/select-services.ts'
import { list } from '../config/variable-types.ts'
import { docsEndpoints } from '../docs/endpoints.ts'
import type { EndpointHandler } from '../endpoint/exchange.ts'
import type { Operation } from '../endpoint/operation.ts'
import { setReleasedVersion } from '../observe/log-version.ts'
import { readTraceSettings } from '../observe/traces/trace-settings.ts'
import { startTraces } from '../observe/traces/traces.ts'
import { checkStore, processStore, readStoreSettings, storeTrouble } from '../store/store.ts'
import { fallback } from './fallback.ts'
import { needsStore } from './needs-store.ts'
import { createBusyAnswers } from './overload-answer.ts'
import { type Check, probeEndpoints } from './probes.ts'
import type { RecoveryPass } from './recovery.ts'
import { refuseOtherInstances } from './refuse-other-instances.ts'
import { createRouter, type Router } from './router.ts'
import { serviceEndpoints } from './service-endpoints.ts'
import { createTooLargeAnswers } from './too-large-answer.ts'

/** An operation beside what answers it; `handler` is missing where only the contract exists (`--mock`). */
export interface Endpoint {
  operation: Operation
  handler: EndpointHandler
}

/** A generated service module: see `lib/contract/application-module.ts`. */
export interface ServiceModule {
  name: string
  endpoints: { operation: Operation; handler: EndpointHandler | undefined }[]
  loadContract: () => Promise<string>
}

/** How to load a service, and what it needs before its first request. */
export interface ServiceEntry extends CallingService {
  load: () => Promise<ServiceModule>
  loadConfig?: () => Promise<unknown>
  /** Its demo data: a module that exports `seed`. */
  loadDemo?: () => Promise<{ seed: () => Promise<number> }>
  /** What finishes or takes back what was left half done. */
  loadRecover?: () => Promise<{ recover: () => Promise<number> }>
  usesStore?: boolean
  takesTokens?: boolean
  /** Its contract has an `x-rate-limit`. */
  limitsRates?: boolean
}

/** The generated module of the project, `generated/app.js`. */
export interface ApplicationModule {
  /** What `package.json` calls it. */
  name?: string
  release: { version: string; commit: string }
  services: ServiceEntry[]
}

/** What a host serves: every endpoint of the chosen services, the kit's own, and what answers everything else. */
export interface Application {
  services: string[]
  endpoints: Endpoint[]
  router: Router<EndpointHandler>
  /** Answers 404, 405 and OPTIONS. */
  fallback: EndpointHandler
  /** What answers in place of a handler while the process has more to do than it can. */
  whenBusy: (handler: EndpointHandler) => EndpointHandler
  /** What answers in place of a handler where a body is too large to be read. */
  whenTooLarge: (handler: EndpointHandler) => EndpointHandler
  /** What a host runs at its start and now and then. */
  recoveries: RecoveryPass[]
  /** What has to be well for a process to get requests. */
  checks: readonly Check[]
}

export interface LoadOptions {
  /** Answers an operation that has no handler, from its contract; without it such an operation is an error. */
  mock?: (operation: Operation, contract: string) => EndpointHandler
  /** Fills the stores of the services with their demo data, where it is not there yet. */
  demo?: boolean
  /** Answers `/health/live` and `/health/ready`: for hosts whose process somebody watches. */
  probes?: boolean
  /**
   * What the host itself answers beside the services, such as `/metrics`. A function is called once the configuration has
   * been checked, with what is deployed.
   */
  also?: readonly Endpoint[] | ((release: ApplicationModule['release']) => Promise<readonly Endpoint[]>)
  /** The store is opened by the first call that needs it, and not at once. */
  storeLater?: boolean
}

/**
 * Loads the services that `SERVICES` picks (default: all), after their configuration has been checked as a whole.
 *
 * @throws ConfigError with every fault of every service's configuration
 */
export async function loadApplication(app: ApplicationModule, options: LoadOptions = {}): Promise<Application> {
  setReleasedVersion(app.release.version)
  const all = app.services.map(({ name }) => name)
  // Read by itself: where another of the kit's variables is wrong, those of the services are still to be checked.
  const wanted = process.env.SERVICES ? list().parse(process.env.SERVICES) : undefined
  const chosen = app.services.filter(({ name }) => wanted?.includes(name) ?? true)
  const usesStore = needsStore(chosen)
  await checkServices([
    { service: 'kit', load: async () => selectServices(all, wanted) },
    ...(usesStore ? [{ service: 'kit', load: async () => refuseOtherInstances(readStoreSettings().STORE_URL) }] : []),
    ...(chosen.some((service) => service.takesTokens)
      ? [{ service: 'kit', load: async () => readAuthSettings() }]
      : []),
    { service: 'traces', load: async () => readTraceSettings() },
    ...callLoaders(chosen),
    ...chosen.flatMap(({ name, loadConfig }) => (loadConfig ? [{ service: name, load: loadConfig }] : [])),
  ])
  const [only, ...others] = chosen
  await startTraces(only !== undefined && others.length === 0 ? only.name : (app.name ?? 'twelvefold'))
  // At once, so that a folder that another process has is told before the first request, and not by it.
  if (usesStore && !options.storeLater) await processStore()
  const { VERSION } = kitSettings()
  const modules = await Promise.all(chosen.map(({ load }) => load()))
  if (options.demo) for (const { loadDemo } of chosen) await (await loadDemo?.())?.seed()
  const release = { ...app.release, version: VERSION ?? app.release.version }

  const endpoints: Endpoint[] = []
  for (const module of modules) {
    endpoints.push(...(await handled(module, options)), ...serviceEndpoints(module, release, storeTrouble))
  }
  endpoints.push(...docsEndpoints(modules, release))
  const { also = [] } = options
  const own = typeof also === 'function' ? await also(release) : also
  endpoints.push(...own)
  const checks: Check[] = usesStore ? [{ name: 'store', run: checkStore }] : []
  if (options.probes) endpoints.push(...probeEndpoints(checks))

  const router = createRouter<EndpointHandler>()
  for (const { operation, handler } of endpoints) router.add(operation.method, operation.path, handler)
  return {
    services: chosen.map(({ name }) => name),
    endpoints,
    router,
    fallback: fallback(endpoints.map(({ operation }) => operation)),
    whenBusy: createBusyAnswers(endpoints, own),
    whenTooLarge: createTooLargeAnswers(endpoints),
    checks,
    recoveries: chosen.flatMap(({ name, loadRecover }) =>
      loadRecover ? [{ service: name, recover: async () => (await loadRecover()).recover() }] : [],
    ),
  }
}

async function handled(module: ServiceModule, { mock }: LoadOptions): Promise<Endpoint[]> {
  const endpoints: Endpoint[] = []
  for (const { operation, handler } of module.endpoints) {
    if (handler !== undefined) endpoints.push({ operation, handler })
    else if (mock !== undefined) endpoints.push({ operation, handler: mock(operation, await module.loadContract()) })
    else throw new Error(`${operation.id} of ${module.name} has no handler.`)
  }
  return endpoints
}
