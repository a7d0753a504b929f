const applicationAttributes = new Set(
  (
    'name path buildpack buildpacks command disk_quota docker env health-check-http-endpoint ' +
    'health-check-invocation-timeout health-check-interval health-check-timeout health-check-type instances lifecycle ' +
    'log-rate-limit-per-second memory metadata no-route processes random-route default-route ' +
    'readiness-health-check-http-endpoint readiness-health-check-interval readiness-health-check-invocation-timeout ' +
    'readiness-health-check-type routes services sidecars stack timeout'
  ).split(' '),
)
const amount = /^\d+(?:\.\d+)?\s*(?:B|[KMGT]B?)$/i
const checkTypes = ['http', 'port', 'process']

/**
 * Says what the platform would refuse of a manifest: what is published of its attributes, and no more than these rules.
 *
 * Source: Cloud Foundry, "App manifest attribute reference", and the manifest messages of the Cloud Controller (CAPI 3).
 *
 * @returns sentences, each with the application that it is about
 * @example
 * checkManifest({ applications: [] }) // ['applications must be a list of at least one application']
 */
export function checkManifest(manifest: unknown): string[] {
  if (!isRecord(manifest)) return ['must be an object with "applications"']
  const { version, applications } = manifest
  const faults = version === undefined || version === 1 ? [] : ['version must be 1']
  if (!Array.isArray(applications) || applications.length === 0)
    return [...faults, 'applications must be a list of at least one application']
  const seen = new Set<unknown>()
  for (const [at, application] of applications.entries()) {
    const name = isRecord(application) && isText(application.name) ? application.name : undefined
    const says = (fault: string): void => void faults.push(`${name ?? `application ${at + 1}`}: ${fault}`)
    if (!isRecord(application) || name === undefined) {
      says('must be an object with a name')
      continue
    }
    if (seen.has(name)) says('there are two of this name')
    seen.add(name)
    checkApplication(application, says)
  }
  return faults
}

type Says = (fault: string) => void

function checkApplication(application: Record<string, unknown>, says: Says): void {
  for (const attribute of Object.keys(application))
    if (!applicationAttributes.has(attribute)) says(`there is no attribute "${attribute}"`)
  for (const attribute of ['path', 'command', 'stack'])
    if (application[attribute] !== undefined && !isText(application[attribute])) says(`${attribute} must be a text`)
  for (const attribute of ['memory', 'disk_quota'])
    if (application[attribute] !== undefined && !amount.test(String(application[attribute])))
      says(`${attribute} must be an amount with its unit, such as 128M`)
  for (const attribute of ['instances', 'timeout'])
    if (application[attribute] !== undefined && !isCount(application[attribute]))
      says(`${attribute} must be a whole number`)
  for (const prefix of ['', 'readiness-']) checkHealthCheck(application, prefix, says)
  checkRoutes(application.routes, says)
  checkServices(application.services, says)
  checkEnv(application.env, says)
}

function checkHealthCheck(application: Record<string, unknown>, prefix: string, says: Says): void {
  const type = application[`${prefix}health-check-type`]
  const endpoint = application[`${prefix}health-check-http-endpoint`]
  if (type !== undefined && !checkTypes.includes(String(type)))
    says(`${prefix}health-check-type must be one of ${checkTypes.join(', ')}`)
  if (endpoint === undefined) return
  if (!isText(endpoint) || !endpoint.startsWith('/')) says(`${prefix}health-check-http-endpoint must be a path`)
  if (type !== 'http') says(`${prefix}health-check-http-endpoint needs ${prefix}health-check-type: http`)
}

function checkRoutes(routes: unknown, says: Says): void {
  if (routes === undefined) return
  const isList = Array.isArray(routes) && routes.every((entry) => isRecord(entry) && isText(entry.route))
  if (!isList) says('routes must be a list of objects with a route')
  else if (routes.some(({ route }) => /^[a-z]+:\/\//i.test(route))) says('a route must have no scheme')
}

function checkServices(services: unknown, says: Says): void {
  if (services === undefined) return
  const isList =
    Array.isArray(services) && services.every((entry) => isText(entry) || (isRecord(entry) && isText(entry.name)))
  if (!isList) says('services must be a list of names, or of objects with a name')
}

/** What the platform sets is none of the manifest's. */
function checkEnv(env: unknown, says: Says): void {
  if (env === undefined) return
  if (!isRecord(env)) says('env must be an object')
  for (const [name, value] of Object.entries(isRecord(env) ? env : {})) {
    if (name === 'PORT' || /^(?:VCAP|VMC)_/.test(name)) says(`env must not set ${name}: the platform does`)
    // A number or an "on" may come out as another text than the one that was written.
    if (typeof value !== 'string') says(`env.${name} must be a text, in quotes`)
  }
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''
const isCount = (value: unknown): boolean => typeof value === 'number' && Number.isInteger(value) && value >= 0
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
