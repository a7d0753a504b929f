import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { addressVariable } from '../client/client-settings.ts'
import type { DeclaredVariable } from '../config/declared-variables.ts'
import { declaresCollections, type Project, takesTokens } from '../contract/project.ts'
import { readDeployedName } from '../contract/release.ts'
import type { Application } from './manifest.ts'
import { startCommand } from './start-command.ts'

/** A service, and the templates of the paths that its contract has. */
export interface ServicePaths {
  service: string
  paths: readonly string[]
}

/**
 * Derives the applications of a project: one with all services, then one for each. All of them stand behind the same
 * host, by the paths of their contracts, so that a service can be moved out of the one into its own, and back.
 *
 * @param services in the project's order
 * @param variables what the kit and the services declare, from `examineDeclarations`
 */
export function deriveApplications(
  project: Project,
  services: readonly ServicePaths[],
  variables: readonly DeclaredVariable[],
): Application[] {
  const name = readDeployedName(project)
  const names = services.map(({ service }) => service)
  const given = namesInEveryFile(project)
  const describe = (title: string, routes: readonly string[], only?: string): Application => {
    const chosen = only === undefined ? names : [only]
    const needed = variables.filter(({ neededBy }) => neededBy.some(isNeededBy(project, chosen)))
    return {
      name: title,
      path: 'dist',
      buildpacks: ['nodejs_buildpack'],
      // A shell in between would get the SIGTERM that is meant for the process.
      command: `exec ${startCommand()}`,
      memory: '128M',
      disk_quota: '256M',
      instances: 2,
      'health-check-type': 'http',
      'health-check-http-endpoint': '/health/live',
      'readiness-health-check-type': 'http',
      'readiness-health-check-http-endpoint': '/health/ready',
      timeout: 60,
      routes: routes.map((route) => ({ route })),
      services: [...new Set(needed.flatMap(({ binding }) => binding?.service ?? []))].sort(),
      env: {
        ENV: '((env))',
        VERSION: '((version))',
        ...(only === undefined ? {} : { SERVICES: only }),
        PUBLIC_URL: '((url))',
        TRUST_PROXY: '((proxies))',
        // The process with the whole host answers /metrics, too; one that has paths of it cannot be asked.
        ...(only === undefined ? { METRICS_TOKEN: '((metrics_token))' } : {}),
        // The buildpack may set it by the memory there is; instances are what is scaled here.
        WEB_CONCURRENCY: '1',
        // The platform kills what has not ended ten seconds after SIGTERM.
        SHUTDOWN_TIMEOUT_MS: '8000',
        ...listRequired(needed, given, names),
      },
    }
  }
  return [
    describe(name, ['((host))']),
    ...services.map(({ service, paths }) =>
      describe(
        `${name}-${service}`,
        toRoutes(service, paths).map((path) => `((host))${path}`),
        service,
      ),
    ),
  ]
}

/** Declarations name a service, or what the kit declares for services that do something. */
const isNeededBy =
  (project: Project, services: readonly string[]) =>
  (name: string): boolean =>
    services.includes(name) ||
    (name === 'store' && services.some((service) => declaresCollections(project, service))) ||
    (name === 'access' && services.some((service) => takesTokens(project, service)))

/** What has to be set outside of a desk, and comes from neither a service instance nor an env file. */
function listRequired(
  variables: readonly DeclaredVariable[],
  given: ReadonlySet<string>,
  services: readonly string[],
): Record<string, string> {
  const required = variables.filter(
    ({ variable, elsewhere, binding }) => elsewhere.required && binding === undefined && !given.has(variable),
  )
  const addresses = new Set(services.map(addressVariable))
  return Object.fromEntries(
    required.map(({ variable }) => {
      if (addresses.has(variable)) return [variable, '((url))']
      // As at a desk, where the issuer is the service of the project that has this name.
      if (variable === 'AUTH_ISSUER' && services.includes('auth')) return [variable, '((url))/auth']
      return [variable, `((${variable.toLowerCase()}))`]
    }),
  )
}

/**
 * The shortest paths that hold all of a contract, and its kit's own such as `/shop/-/health`. A route goes by whole
 * segments; one of a well-known path ends with the service (RFC 8414, section 3.1), so that it stays its own.
 */
function toRoutes(service: string, paths: readonly string[]): string[] {
  const fixed = paths.map((path) => path.replace(/\/\{.*$/, ''))
  const prefixes = fixed.map((path) => (path.startsWith('/.well-known/') ? path : `/${path.split('/')[1]}`))
  return [...new Set([`/${service}`, ...prefixes])].sort()
}

/** The variables that the env file of each environment but those of a desk sets. */
function namesInEveryFile({ root }: Project): Set<string> {
  const folder = join(root, 'env')
  if (!existsSync(folder)) return new Set()
  const files = readdirSync(folder).filter((file) => /^(?!dev\.|test\.).*\.env$/.test(file))
  const sets = files.map((file) => new Set(Object.keys(parseEnv(readFileSync(join(folder, file), 'utf8')))))
  const [first = new Set<string>(), ...others] = sets
  return new Set([...first].filter((name) => others.every((names) => names.has(name))))
}
